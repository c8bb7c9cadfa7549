"""GitHub's GraphQL API: the published schema, its resolvers, its prices."""
