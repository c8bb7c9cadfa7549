"""Tokens made into what signs requests, and what is left of their quotas, for any forge."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from github import Auth

from collectors.clock import SystemClock
from collectors.forges.github import Constant, app_credentials, quotas, token_credentials
from collectors.http import Credential, Http, TokenPool, WaitingBudget

__all__ = ["app_credentials", "credentials", "quota_left"]

Labelled = Iterable[tuple[str, str]]
"""Tokens, each with the label that stands for it in messages."""


def credentials(forge: str, labelled: Labelled, api_url: str) -> list[Credential]:
    """Make a credential of each token; those of one account share a quota where the forge tells."""
    if make := _KNOWS_WHOSE.get(forge):
        return make(labelled, api_url)
    return [Credential(label=label, secret=Constant(token)) for label, token in labelled]


def quota_left(forge: str, api_url: str, token: str | None) -> str:
    """Say what a forge has left for a token, or for nobody's. Raises a CollectError."""
    return _QUOTA_LEFT.get(forge, _left)(api_url, token)


def _github_left(api_url: str, token: str | None) -> str:
    found = quotas(Auth.Token(token) if token else None, api_url)
    shown = (name for name in ("core", "graphql", "search") if name in found)
    return ", ".join(f"{name} {found[name].remaining:,} of {found[name].limit:,} left" for name in shown)


def _left(api_url: str, token: str | None) -> str:
    """Ask for the token's own account, the lightest question that every v5 forge answers."""
    if token is None:
        return "not asked"
    clock = SystemClock()
    waiting = WaitingBudget(clock, seconds=0)
    credential = Credential(label="token", secret=Constant(token))
    pool = TokenPool([credential], clock, waiting, host=urlsplit(api_url).netloc)
    answer = Http(tokens=pool, clock=clock, waiting=waiting).get(f"{api_url}/user")
    if answer.quota_remaining is None:
        return "accepted; the forge does not say what is left"
    return f"accepted, {answer.quota_remaining:,} requests left"


_KNOWS_WHOSE: Mapping[str, Callable[[Labelled, str], list[Credential]]] = {"github": token_credentials}
_QUOTA_LEFT: Mapping[str, Callable[[str, str | None], str]] = {"github": _github_left}
