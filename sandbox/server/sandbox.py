"""The sandbox as one object: a world, served on loopback for as long as a ``with`` block lasts."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from sandbox.config.export import write_config
from sandbox.forges.gitcode.api import Gitcode
from sandbox.forges.gitee.api import Gitee
from sandbox.forges.github.door import Github
from sandbox.forges.github.rest.context import GithubSettings
from sandbox.forges.github.state import GithubState
from sandbox.forges.v5.door import GITCODE_LIMITS, V5Door
from sandbox.git.http import GitHttp
from sandbox.git.repositories import GitRepositories
from sandbox.http.counters import Counters
from sandbox.http.faults import Faults
from sandbox.http.limits import Limits, LimitSettings
from sandbox.http.tokens import DEFAULT_TOKENS, Tokens
from sandbox.packages.ohpm import PackageCentre
from sandbox.packages.pypi_and_npm import Packages
from sandbox.server.server import Server
from sandbox.server.site import Site
from sandbox.world.world import World


class Sandbox:
    """Serves a world over real HTTP: ``with Sandbox(World(), port=0) as sandbox: ... sandbox.url``."""

    def __init__(
        self,
        world: World | None = None,
        port: int = 0,
        *,
        limits: LimitSettings | None = None,
        faults: Faults | None = None,
        settings: GithubSettings | None = None,
        clock: Callable[[], float] = time.time,
        folder: Path | None = None,
        gitcode_begins_at: int = 0,
    ) -> None:
        """Prepare; nothing listens yet. ``folder`` keeps the bare repositories, else a temporary one does.

        GitCode has no issue or change request from before ``gitcode_begins_at``, as if none had moved along.
        """
        self.world = world or World()
        self.faults = faults or Faults()
        self.counters = Counters()
        self.tokens = Tokens()
        self.limits = Limits(limits or LimitSettings(), clock)
        self._clock = clock
        self._port = port
        self._folder = folder
        self._gitcode_begins_at = gitcode_begins_at
        self._temporary: Path | None = None
        self.github = Github(GithubState(self.world, self.limits, self.tokens, settings or GithubSettings()))
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> "Sandbox":
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, in a thread of our own."""
        if self._folder is None:
            self._temporary = Path(tempfile.mkdtemp(prefix="demo-sandbox-"))
        folder = self._folder or self._temporary or Path()
        folder.mkdir(parents=True, exist_ok=True)
        git = GitHttp(self.world, GitRepositories(self.world, folder))
        packages = Packages(self.world)
        centre = PackageCentre(packages)
        site = Site(self.world, self.github, git, packages, centre, self.faults, self.counters, self._doors())
        self._server = Server(site, self._port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="sandbox", daemon=True
        )
        self._thread.start()

    def _doors(self) -> tuple[V5Door, ...]:
        """Open Gitee, as generous as GitHub is set, and GitCode, by its published figures where wanted."""
        is_real = self.limits.settings.rest_points_per_minute is not None
        gitcode = Limits(GITCODE_LIMITS if is_real else LimitSettings(), self._clock)
        gitee = Limits(self.limits.settings, self._clock)
        return (
            V5Door(self.world, Gitee(), gitee, self.tokens),
            V5Door(self.world, Gitcode(), gitcode, self.tokens, self._gitcode_begins_at),
        )

    def stop(self) -> None:
        """Stop listening and remove what was temporary."""
        if self._server is not None and self._thread is not None:
            self._server.stop()
            self._thread.join(timeout=10)
            self._server = self._thread = None
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary = None

    def wait(self) -> None:
        """Serve until the process is told to end."""
        if self._thread is not None:
            self._thread.join()

    def move_to(self, until: int) -> None:
        """Move the world to another instant, in seconds since 1970."""
        self.world.until = until

    @property
    def url(self) -> str:
        """The base address, which stands for the host of the forge."""
        if self._server is None:
            raise RuntimeError("the sandbox is not running")
        return self._server.base_url

    @property
    def api_url(self) -> str:
        """The REST API in the way of a GitHub Enterprise."""
        return f"{self.url}/api/v3"

    @property
    def graphql_url(self) -> str:
        """The GraphQL endpoint."""
        return f"{self.url}/api/graphql"

    @property
    def gitee_api_url(self) -> str:
        """The v5 API in the way of Gitee."""
        return f"{self.url}/gitee/api/v5"

    @property
    def gitcode_api_url(self) -> str:
        """The v5 API in the way of GitCode."""
        return f"{self.url}/gitcode/api/v5"

    @property
    def pypi_index_url(self) -> str:
        """The simple index of the PyPI-shaped registry."""
        return f"{self.url}/pypi/simple/"

    @property
    def npm_registry_url(self) -> str:
        """The npm-shaped registry."""
        return f"{self.url}/npm"

    @property
    def ohpm_registry_url(self) -> str:
        """The registry of the OHPM-shaped package centre."""
        return f"{self.url}/ohpm/"

    @property
    def base_urls(self) -> dict[str, str]:
        """The address of every forge."""
        return {"github": self.url, "gitee": f"{self.url}/gitee", "gitcode": f"{self.url}/gitcode"}

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which collectors find the registries and the tokens of this sandbox."""
        return {
            **{f"{forge.upper()}_TOKEN": self.token for forge in self.base_urls},
            "PIP_INDEX_URL": self.pypi_index_url,
            "npm_config_registry": self.npm_registry_url,
            "OHPM_REGISTRY": self.ohpm_registry_url,
        }

    def write_config(self, folder: Path) -> None:
        """Write the world's config folder, with the addresses at which it is served."""
        write_config(self.world, folder, self.url)

    @property
    def token(self) -> str:
        """A token that is accepted."""
        return DEFAULT_TOKENS[0]
