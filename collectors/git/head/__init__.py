"""What the tip of a repository shows: its files, tags, licences, manifests and lock files."""
