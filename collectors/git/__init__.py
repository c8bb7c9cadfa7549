"""Git itself: histories, tips and tags, read from bare clones by the git command."""
