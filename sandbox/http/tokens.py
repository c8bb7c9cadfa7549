"""Which token stands for whom. A token that is not known, or was revoked, gets 401."""

import threading
from dataclasses import dataclass, field

from sandbox.http.limits import Holder

ANONYMOUS = Holder(0, "127.0.0.1", "anonymous")
DEFAULT_TOKENS = ("demo-token-1", "demo-token-2", "demo-token-3")
_HOLDER_IDS = 1_880_000_000


@dataclass(slots=True)
class Tokens:
    """The tokens that the sandbox accepts; three users have one each to begin with."""

    _holders: dict[str, Holder] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _issued: int = 0

    def __post_init__(self) -> None:
        for token in DEFAULT_TOKENS:
            self.add(token)

    def add(
        self,
        token: str,
        *,
        same_user_as: str | None = None,
        limits: dict[str, int] | None = None,
        login: str | None = None,
    ) -> Holder:
        """Accept a token: of another token's user, or of a new one, perhaps with a login of the world."""
        with self._lock:
            if same_user_as is not None:
                holder = self._holders[same_user_as]
            else:
                number = len(self._holders) + 1
                login = login or f"demo-collector-{number}"
                holder = Holder(_HOLDER_IDS + number, login, limits=limits or {})
            self._holders[token] = holder
            return holder

    def install(self, installation_id: int) -> str:
        """Issue a token of an app's installation; they share one bucket per installation."""
        with self._lock:
            self._issued += 1
            token = f"demo-installation-{installation_id}-{self._issued}"
            limits = {"core": 12_500, "graphql": 12_500}
            self._holders[token] = Holder(installation_id, "demo-app[bot]", "installation", limits=limits)
            return token

    def revoke(self, token: str) -> None:
        """Refuse a token from now on."""
        with self._lock:
            self._holders.pop(token, None)

    def holder(self, token: str | None) -> Holder | None:
        """Tell whom a token stands for; None where it is not accepted."""
        if token is None:
            return ANONYMOUS
        with self._lock:
            return self._holders.get(token)
