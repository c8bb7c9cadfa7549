"""Settings from ``config/settings.toml``, and the only reading of the environment.

Variables: ``SUIYUAN_CONFIG`` and ``SUIYUAN_DATA`` (folders), ``SUIYUAN_MAILBOX_KEY`` (a file), and those that
the settings name per forge: for an app, and for tokens, of which one variable may hold several with commas.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    PositiveInt,
    SecretStr,
)
from pydantic_core import PydanticCustomError

CHECKOUT = Path(__file__).resolve().parents[2]
STARTED_IN = Path.cwd()  # a run under Prefect goes on elsewhere, see runs/prefect_server.py
DEFAULT_PORTS = {"http": 80, "https": 443, "ssh": 22, "git": 9418}


def _expected(what: str) -> PydanticCustomError:
    """Say what was expected of a value."""
    return PydanticCustomError("expected", "{expected}", {"expected": what})


def _url(value: str) -> str:
    """Accept an absolute address."""
    parts = urlsplit(value)
    if parts.scheme in DEFAULT_PORTS and parts.hostname:
        return value
    raise _expected("an address such as https://example.org/")


def _template(value: str) -> str:
    """Accept an address with a place for the repository's name."""
    if "{full_name}" in value:
        return _url(value)
    raise _expected("an address that contains {full_name}")


def _cron(value: str) -> str:
    """Accept the five fields of a cron line."""
    if len(value.split()) == 5:
        return value
    raise _expected("five fields: minute, hour, day, month, weekday")


def _zone(value: str) -> str:
    """Accept a time zone that this machine knows."""
    if value in available_timezones():
        return value
    raise _expected("a time zone such as Asia/Shanghai")


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Schedule(_Table):
    """When the daily flow starts by itself."""

    cron: Annotated[str, AfterValidator(_cron)]
    time_zone: Annotated[str, AfterValidator(_zone)]


class Collecting(_Table):
    """How much a run may take at once."""

    workers: PositiveInt
    repositories_per_task: PositiveInt
    probe_timeout_seconds: PositiveFloat
    seconds_per_repository: PositiveInt
    megabytes_per_repository: PositiveInt
    page_keeping_days: NonNegativeInt
    answer_timeout_seconds: PositiveFloat = 60.0
    dependency_packages: NonNegativeInt = 0


class Publishing(_Table):
    """How many ordinary snapshots stay; month ends and cited ones never expire."""

    snapshots_kept: PositiveInt


class Identity(_Table):
    """Where the secret lies that turns mailboxes into keys; never inside ``data/``."""

    mailbox_key_file: Path


class App(_Table):
    """The variables that name a GitHub App: its id, the file of its private key, one of its installations.

    Without an installation, all that the app has are used.
    """

    id_variable: str
    private_key_file_variable: str
    installation_variable: str | None = None


class Dashboard(_Table):
    """Who may look: the variable that holds the viewers' password, and whether there is a page for SQL.

    Without the variable, or where it is empty, no password is asked for.
    """

    password_variable: str | None = None
    has_query_page: bool = True


class Forge(_Table):
    """A forge's addresses, the variables that hold its tokens or name an app, and its pace.

    ``pace_seconds`` is the least time between two requests with one token; without it, what is known of the
    forge decides.
    """

    web_url: Annotated[str, AfterValidator(_template)]
    clone_url: Annotated[str, AfterValidator(_template)]
    api_url: Annotated[str, AfterValidator(_url)]
    token_variables: tuple[str, ...] = ()
    app: App | None = None
    pace_seconds: NonNegativeFloat | None = None

    @property
    def host(self) -> str:
        """Name the host that git talks to."""
        return urlsplit(self.clone_url).hostname or ""

    @property
    def port(self) -> int:
        """Give the TCP port that git talks to."""
        parts = urlsplit(self.clone_url)
        return parts.port or DEFAULT_PORTS[parts.scheme]


class Settings(_Table):
    """The whole of settings.toml."""

    default_scope: str
    schedule: Schedule
    collecting: Collecting
    publishing: Publishing
    identity: Identity
    dashboard: Dashboard = Dashboard()
    forges: Mapping[str, Forge]


@dataclass(frozen=True, slots=True)
class AppIdentity:
    """An app as the environment names it; the key itself stays in its file."""

    app_id: str
    private_key_file: Path | None
    installation_id: str | None


def config_folder(given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Find the config folder: as given, else as the environment says, else the checkout's own."""
    return given or Path(environment.get("SUIYUAN_CONFIG") or CHECKOUT / "config")


def data_folder(given: Path | None = None, environment: Mapping[str, str] = os.environ) -> Path:
    """Find the data folder: as given, else as the environment says, else the checkout's own."""
    return given or Path(environment.get("SUIYUAN_DATA") or CHECKOUT / "data")


def mailbox_key_path(settings: Settings, environment: Mapping[str, str] = os.environ) -> Path:
    """Find the mailbox key's file: as the environment says, else as the settings say."""
    named = environment.get("SUIYUAN_MAILBOX_KEY") or settings.identity.mailbox_key_file
    return STARTED_IN / Path(named).expanduser()


def tokens(
    settings: Settings, forge: str, environment: Mapping[str, str] = os.environ
) -> tuple[SecretStr, ...]:
    """Collect the tokens of a forge from the variables that the settings name, each one once."""
    values = [environment.get(variable, "") for variable in settings.forges[forge].token_variables]
    found = (token.strip() for value in values for token in value.split(","))
    return tuple(SecretStr(token) for token in dict.fromkeys(found) if token)


def app_identity(
    settings: Settings, forge: str, environment: Mapping[str, str] = os.environ
) -> AppIdentity | None:
    """Find the app that collects from a forge; None where the environment names none."""
    app = settings.forges[forge].app
    if app is None or not (app_id := environment.get(app.id_variable, "").strip()):
        return None
    key_file = environment.get(app.private_key_file_variable, "").strip()
    installation = environment.get(app.installation_variable or "", "").strip()
    return AppIdentity(
        app_id, STARTED_IN / Path(key_file).expanduser() if key_file else None, installation or None
    )


def has_credentials(settings: Settings, forge: str, environment: Mapping[str, str] = os.environ) -> bool:
    """Tell whether anybody has set a token or an app for a forge."""
    return bool(tokens(settings, forge, environment) or app_identity(settings, forge, environment))
