"""Git over HTTP, from repositories written when they are first asked for."""
