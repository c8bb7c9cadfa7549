"""The supply chain: licences, practices, dependencies and how far they lag."""
