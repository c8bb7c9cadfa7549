"""What happens in the world's repositories: issues, change requests, stars, releases."""
