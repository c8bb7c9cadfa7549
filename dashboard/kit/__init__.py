"""What pages are made of: layout, charts, choices, downloads, the frame around every page."""
