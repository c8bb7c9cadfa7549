"""The generated world: people, organisations, repositories, and all as of an instant."""
