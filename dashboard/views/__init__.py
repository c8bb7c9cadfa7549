"""What a page shows, a folder for each subject."""
