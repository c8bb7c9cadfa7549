"""The rare calls to GitHub, through PyGithub: whose token it is, app installations, quotas.

PyGithub is set to ask once and to give up at once: by default it sleeps in the calling thread until a quota
is renewed, and fetches more behind an attribute. Bulk goes through ``http``, not through here.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import NamedTuple

import requests
from github import Auth, Github, GithubException, GithubIntegration
from jwt import InvalidKeyError

from collectors.http.tokens import Credential
from collectors.protocol import Failed, NoToken, Unreachable

TIMEOUT_SECONDS = 15
PAGE_SIZE = 100
NO_ANSWER = (requests.RequestException, JSONDecodeError)
"""What PyGithub lets through where nothing usable came: also of a body that was cut short."""


class Quota(NamedTuple):
    """What is left of one bucket."""

    remaining: int
    limit: int
    reset_at: datetime


def client(auth: Auth.Auth | None, api_url: str) -> Github:
    """Make a PyGithub client that neither waits, nor retries, nor fetches what was not asked for."""
    return Github(
        auth=auth,
        base_url=api_url,
        timeout=TIMEOUT_SECONDS,
        per_page=PAGE_SIZE,
        retry=None,
        seconds_between_requests=0,
        seconds_between_writes=0,
        lazy=True,
    )


def token_credentials(tokens: Iterable[tuple[str, str]], api_url: str) -> list[Credential]:
    """Make credentials of (label, token), each with the user whose quota it draws on, where GitHub says so.

    A token that GitHub refuses stays in: the pool leaves it out, and names it, at its first request.
    """
    return [
        Credential(label=label, secret=Constant(token), user=_user_of(token, api_url))
        for label, token in tokens
    ]


def app_credentials(
    app_id: str, private_key: str, api_url: str, installation_id: str | None = None
) -> list[Credential]:
    """Make one credential per installation of a GitHub App, or of the one that is named.

    PyGithub renews their tokens, which last an hour. Raises NoToken where the key is refused or there is no
    such installation, Unreachable where GitHub does not answer.
    """
    try:
        app = Auth.AppAuth(app_id, private_key)
        with GithubIntegration(
            auth=app, base_url=api_url, timeout=TIMEOUT_SECONDS, retry=None
        ) as integration:
            found = [installation.id for installation in integration.get_installations()]
    except InvalidKeyError:
        raise NoToken(f"GitHub App {app_id}: its key file holds no private key in PEM form") from None
    except GithubException as error:
        raise NoToken(
            f"GitHub App {app_id}: refused (HTTP {error.status}); check its id and its key"
        ) from None
    except NO_ANSWER:
        raise Unreachable(f"{api_url}: no answer when asked for the installations of app {app_id}") from None
    chosen = [number for number in found if installation_id in (None, str(number))]
    if not chosen:
        wanted = f"no installation {installation_id}" if installation_id else "not installed anywhere"
        raise NoToken(f"GitHub App {app_id}: {wanted}; it has {', '.join(map(str, found)) or 'none'}")
    return [_installation(number, app, api_url) for number in chosen]


def quotas(auth: Auth.Auth | None, api_url: str) -> Mapping[str, Quota]:
    """Ask what is left of every bucket, which is free. Raises NoToken, Failed or Unreachable."""
    try:
        with client(auth, api_url) as github:
            resources = github.get_rate_limit().raw_data["resources"]
    except GithubException as error:
        kind = NoToken if error.status == requests.codes.unauthorized else Failed
        raise kind(f"{api_url}/rate_limit: HTTP {error.status}") from None
    except NO_ANSWER:
        raise Unreachable(f"{api_url}/rate_limit: no answer") from None
    return {
        name: Quota(bucket["remaining"], bucket["limit"], datetime.fromtimestamp(bucket["reset"], UTC))
        for name, bucket in resources.items()
    }


def _installation(installation_id: int, app: Auth.AppAuth, api_url: str) -> Credential:
    """Make the credential of one installation."""
    auth = app.get_installation_auth(installation_id, requester=client(None, api_url).requester)
    label = f"GitHub App {app.app_id}, installation {installation_id}"

    def secret() -> str:
        try:
            return auth.token
        except GithubException as error:
            raise NoToken(f"{label}: no new token (HTTP {error.status}); is it still installed?") from None
        except NO_ANSWER:
            raise Unreachable(f"{api_url}: no answer when asked for a token of {label}") from None

    return Credential(label=label, secret=secret, user=label)


def _user_of(token: str, api_url: str) -> str | None:
    """Ask whose token it is; None where GitHub does not say."""
    try:
        with client(Auth.Token(token), api_url) as github:
            return github.get_user().raw_data.get("login")
    except (GithubException, *NO_ANSWER):
        return None


class Constant:
    """A token that stays as it is; its text shows only where it is called for."""

    __slots__ = ("_token",)

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self) -> str:
        """Give the token's text."""
        return self._token

    def __repr__(self) -> str:
        """Hide the token."""
        return "Constant([token])"
