"""GitHub's REST API: routes by subject, pages, lookups."""
