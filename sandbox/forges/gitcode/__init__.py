"""GitCode: its own routes and shapes."""
