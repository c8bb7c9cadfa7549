"""What the world's repositories hold: commits, git objects, files."""
