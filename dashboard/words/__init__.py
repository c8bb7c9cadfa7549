"""What the window says: two languages, quantities, explanations, words of indicators."""
