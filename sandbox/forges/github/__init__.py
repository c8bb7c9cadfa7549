"""GitHub: one door, REST and GraphQL behind it, and the state that both share."""
