"""What is built into dated snapshots, and finding them again."""
