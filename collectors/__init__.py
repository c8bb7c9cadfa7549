"""Sources to records. Imports nothing of ours; knows nothing of storage, config or schedules."""
