"""GitHub: GraphQL for what changes, REST where it is cheaper, one file per kind in ``kinds/``."""
