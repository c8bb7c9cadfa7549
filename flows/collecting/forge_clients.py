"""One HTTP edge per forge, shared by all that is asked of it: its tokens, its pace, the pages that are kept.

A forge's interface is asked only with a token, although some answer a little without one: git and the
packages' registries need none, and sixty requests an hour would make a first collection last for weeks.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from collectors.clock import Clock
from collectors.forges.credentials import app_credentials, credentials
from collectors.forges.known import KNOWN
from collectors.http import Credential, Http, Network, PageKeeper, Replay, TokenPool, WaitingBudget
from collectors.protocol import NoToken
from flows.config.load import Config
from flows.config.settings import AppIdentity, Forge, app_identity, tokens
from flows.errors import RecordingMissing
from flows.privacy.opt_outs import OptOuts


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """Where pages are kept beyond the settings' days, and where they come from instead of the network."""

    record: Path | None = None
    replay: Path | None = None

    def __post_init__(self) -> None:
        if self.replay is not None and not any(self.replay.glob("*/*/*.json.gz")):
            raise RecordingMissing(f"{self.replay}: no kept pages in it; a run with --record writes them")


LIVE = Recording()
"""The network answers, and pages are kept as the settings say."""


class Edges:
    """Makes the edges of one run."""

    def __init__(self, config: Config, data: Path, clock: Clock, run_id: str, recording: Recording) -> None:
        self._config = config
        self._data = data
        self._clock = clock
        self._run_id = run_id
        self._recording = recording
        self._opted_out = OptOuts(row.node for row in config.opt_outs)

    def open(self, name: str) -> Http:
        """Make the edge of a forge. Raises NoToken where its variables hold none."""
        headers = KNOWN[name].headers
        if self._recording.replay is not None:
            return Http(Replay(self._recording.replay), clock=self._clock, headers=headers)
        waiting = WaitingBudget(self._clock)
        store = self._data / "http-cache" / f"{name}.sqlite" if KNOWN[name].saves_quota_by_etags else None
        return Http(
            Network(
                store,
                is_private=self._opted_out.is_in,
                read_seconds=self._config.settings.collecting.answer_timeout_seconds,
            ),
            tokens=self._pool(name, waiting),
            clock=self._clock,
            waiting=waiting,
            keeper=self._keeper(),
            headers=headers,
        )

    def _pool(self, name: str, waiting: WaitingBudget) -> TokenPool:
        forge = self._config.settings.forges[name]
        found = [token.get_secret_value() for token in tokens(self._config.settings, name)]
        app = app_identity(self._config.settings, name)
        if not found and app is None:
            raise NoToken(f"{name}: its interface needs a token, git does not: {_remedy(forge)}")
        labelled = [(f"{name} token {number}", token) for number, token in enumerate(found, 1)]
        pace = KNOWN[name].pace_seconds if forge.pace_seconds is None else forge.pace_seconds
        signing = credentials(name, labelled, forge.api_url)
        if app is not None:
            signing += _of_app(app, forge)
        host = urlsplit(forge.api_url).netloc
        return TokenPool(signing, self._clock, waiting, host=host, pace_seconds=pace)

    def _keeper(self) -> PageKeeper | None:
        is_kept = self._recording.record or self._config.settings.collecting.page_keeping_days
        folder = self._recording.record or self._data / "pages"
        if not is_kept:
            return None
        return PageKeeper(folder, self._run_id, self._clock, is_private=self._opted_out.is_in)


def _of_app(app: AppIdentity, forge: Forge) -> list[Credential]:
    """Make the credentials of an app's installations. Raises NoToken where its key cannot be used."""
    if app.private_key_file is None:
        variable = forge.app.private_key_file_variable if forge.app else ""
        raise NoToken(f"GitHub App {app.app_id}: set {variable} to the file of its private key")
    try:
        private_key = app.private_key_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise NoToken(f"GitHub App {app.app_id}: {app.private_key_file}: {reason}") from None
    return app_credentials(app.app_id, private_key, forge.api_url, app.installation_id)


def _remedy(forge: Forge) -> str:
    if not forge.token_variables:
        return "name a variable for it in settings.toml"
    return f"set {' or '.join(forge.token_variables)}"
