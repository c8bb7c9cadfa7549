"""Records to tables to snapshot. Imports nothing of ours."""
