"""The kinds that GitHub is asked for, a file each; adding one is a file here and its query."""
