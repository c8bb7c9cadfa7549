"""The page of reports and the preview on it."""
