"""GitHub: GraphQL for what changes, REST where it is cheaper, one file per kind in ``kinds/``."""

from collectors.forges.github.all_kinds import (
    HEADERS,
    graphql_url,
    open_github,
    owner_collector,
    repository_collectors,
)
from collectors.forges.github.pygithub import Constant, app_credentials, quotas, token_credentials

__all__ = [
    "HEADERS",
    "Constant",
    "app_credentials",
    "graphql_url",
    "open_github",
    "owner_collector",
    "quotas",
    "repository_collectors",
    "token_credentials",
]
