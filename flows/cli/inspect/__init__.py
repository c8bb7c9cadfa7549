"""Commands that only look: status, snapshots, queries, the data dictionary."""
