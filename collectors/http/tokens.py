"""Who asks: tokens pooled by user, with the quota of every bucket as the forge's headers tell it.

One request is in flight per credential. A credential whose bucket has fallen to its floor rests until the
bucket's reset, while the others go on; where all rest, the run waits within its budget or stops.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from collectors.clock import Clock
from collectors.http.retry_rules import seconds_until
from collectors.http.waiting import Pace, WaitingBudget
from collectors.protocol import NoToken

FLOOR_RATIO = 0.02  # of a bucket's limit: left for the person whose token it is
REDACTED = "[token]"


@dataclass(slots=True)
class Bucket:
    """One quota of one credential."""

    limit: int
    remaining: int
    reset_after: float  # elapsed seconds

    def rest_seconds(self, now: float) -> float:
        """Give how long the bucket must rest: until its reset once it is at the floor."""
        is_low = self.remaining <= max(1, int(self.limit * FLOOR_RATIO)) and self.limit > 0
        return max(0.0, self.reset_after - now) if is_low else 0.0


@dataclass(slots=True, eq=False)
class Credential:
    """What requests are signed with: one user's token, an app's installation, or nobody.

    ``secret`` gives the token's text, anew each time, since installation tokens expire. Several tokens of one
    user share one quota, so they are one credential with ``spares``, used when the first is refused.
    """

    label: str  # "GITHUB_TOKEN 1", for messages
    secret: Callable[[], str] | None = None
    user: str | None = None
    spares: list[Callable[[], str]] = field(default_factory=list, repr=False)
    buckets: dict[str, Bucket] = field(default_factory=dict, repr=False)
    resting_until: float = 0.0
    is_busy: bool = False

    def rest_seconds(self, bucket: str, now: float) -> float:
        """Give how long the credential must rest before a request on ``bucket``."""
        held = self.buckets.get(bucket)
        return max(self.resting_until - now, held.rest_seconds(now) if held else 0.0, 0.0)

    def remaining(self, bucket: str) -> int:
        """Give what is left of the bucket; before its first answer, more than any other has."""
        held = self.buckets.get(bucket)
        return held.remaining if held else 1_000_000


class TokenPool:
    """The credentials of one forge."""

    def __init__(
        self,
        credentials: Iterable[Credential],
        clock: Clock,
        waiting: WaitingBudget,
        *,
        host: str,
        pace_seconds: float = 0.0,
    ) -> None:
        """Hold ``credentials`` for ``host`` (name:port), the only host that ever sees them.

        ``pace_seconds`` is the least time between the starts of two requests of one credential.
        """
        self.host = host
        self._clock = clock
        self._waiting = waiting
        self._live = _pooled(credentials)
        self._paces = {credential: Pace(clock, pace_seconds) for credential in self._live}
        self._changed = threading.Condition()
        self._seen: set[str] = set()

    @contextmanager
    def lease(self, bucket: str, *, needs_token: bool = False) -> Iterator[Credential]:
        """Take the credential with the most left in ``bucket`` for one request.

        Raises NoToken where there is none (left), RateLimited where all rest for longer than may be waited.
        """
        credential = self._take(bucket, needs_token)
        try:
            self._paces[credential].keep()
            yield credential
        finally:
            with self._changed:
                credential.is_busy = False
                self._changed.notify_all()

    def header(self, credential: Credential) -> str | None:
        """Give the Authorization header's value."""
        if credential.secret is None:
            return None
        text = credential.secret()
        self._seen.add(text)
        return f"Bearer {text}"

    def learn(self, credential: Credential, response: requests.Response, bucket: str) -> int | None:
        """Read the quota headers; give what remains of the bucket, or None where the forge does not say."""
        headers = response.headers
        limit, remaining = headers.get("X-RateLimit-Limit", ""), headers.get("X-RateLimit-Remaining", "")
        left = seconds_until(response, headers.get("X-RateLimit-Reset"), self._clock.now())
        if not (limit.isdigit() and remaining.isdigit() and left is not None):
            return None
        named = headers.get("X-RateLimit-Resource") or bucket
        with self._changed:
            held = Bucket(int(limit), int(remaining), self._clock.elapsed() + left)
            credential.buckets[named] = held
        return held.remaining

    def rest(self, credential: Credential, bucket: str | None, seconds: float) -> None:
        """Let the bucket, or with None the whole credential, rest."""
        until = self._clock.elapsed() + seconds
        with self._changed:
            if bucket is None:
                credential.resting_until = max(credential.resting_until, until)
            else:
                limit = credential.buckets[bucket].limit if bucket in credential.buckets else 1
                credential.buckets[bucket] = Bucket(max(limit, 1), 0, until)

    def refuse(self, credential: Credential) -> None:
        """Drop the token that was refused; the user's next token takes its place, if there is one."""
        with self._changed:
            if credential.spares:
                credential.secret = credential.spares.pop(0)
            elif credential in self._live:
                self._live.remove(credential)
            self._changed.notify_all()

    def redacted(self, text: str) -> str:
        """Give the text without any token that was ever sent."""
        for secret in self._seen:
            text = text.replace(secret, REDACTED)
        return text

    def quotas(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Give (remaining, limit) by credential label and bucket, as last heard."""
        with self._changed:
            return {
                credential.label: {
                    name: (bucket.remaining, bucket.limit) for name, bucket in credential.buckets.items()
                }
                for credential in self._live
            }

    def _take(self, bucket: str, needs_token: bool) -> Credential:
        """Wait for a credential that is neither busy nor resting, and mark it busy."""
        while True:
            with self._changed:
                usable = [each for each in self._live if each.secret or not needs_token]
                if not usable:
                    raise NoToken(
                        f"{self.host}: no valid token; set the variable that config/settings.toml names"
                    )
                rests = {each: each.rest_seconds(bucket, self._clock.elapsed()) for each in usable}
                ready = [each for each in usable if rests[each] <= 0]
                free = [each for each in ready if not each.is_busy]
                if free:
                    best = max(free, key=lambda each: each.remaining(bucket))
                    best.is_busy = True
                    return best
                if ready:
                    self._changed.wait()
                    continue
                shortest = min(rests.values())
            self._waiting.wait(shortest, f"{self.host}: every token rests ({bucket})")


def _pooled(credentials: Iterable[Credential]) -> list[Credential]:
    """Join the tokens of one user, who has one quota however many tokens there are."""
    by_user: dict[str, Credential] = {}
    pooled: list[Credential] = []
    for credential in credentials:
        first = by_user.get(credential.user or "")
        if credential.user and first and credential.secret:
            first.spares.append(credential.secret)
            continue
        if credential.user:
            by_user[credential.user] = credential
        pooled.append(credential)
    return pooled
