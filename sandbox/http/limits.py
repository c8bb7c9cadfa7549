"""Rate limits as GitHub keeps them: per user and hour, and the secondary ones per minute and at once.

``LimitSettings()`` leaves so much room that nobody waits; ``LimitSettings.real()`` has the published figures.
"""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

HOUR = 3_600
MINUTE = 60
_PLENTY = 5_000_000
CPU_SECONDS = 0.05
"""What a request is taken to cost the forge, whatever it costs the sandbox."""
CPU_SECONDS_PER_NODE = 0.0005
"""What each node that a query may return costs beyond that: seconds for a page of fifty with their own."""


@dataclass(slots=True)
class LimitSettings:
    """The figures. ``None`` turns a secondary limit off."""

    core_per_hour: int = _PLENTY
    graphql_per_hour: int = _PLENTY
    search_per_minute: int = _PLENTY
    anonymous_per_hour: int = _PLENTY
    rest_points_per_minute: int | None = None
    graphql_points_per_minute: int | None = None
    concurrent_requests: int | None = None
    cpu_seconds_per_minute: float | None = None  # of REST and GraphQL together, see ``CPU_SECONDS``
    graphql_cpu_seconds_per_minute: float | None = None
    timeout_points: int = (
        0  # charged beyond its cost for a request that times out; the real figure is unknown
    )
    window_seconds: int = HOUR
    primary_status: int = 403  # GitHub answers 403 or 429
    secondary_status: int = 403
    retry_after_seconds: int | None = 60  # None: the header is left out, as happens

    @classmethod
    def real(cls) -> "LimitSettings":
        """The limits that GitHub publishes."""
        return cls(
            core_per_hour=5_000,
            graphql_per_hour=5_000,
            search_per_minute=30,
            anonymous_per_hour=60,
            rest_points_per_minute=900,
            graphql_points_per_minute=2_000,
            concurrent_requests=100,
            cpu_seconds_per_minute=90,
            graphql_cpu_seconds_per_minute=60,
        )


@dataclass(slots=True)
class Holder:
    """Who a token stands for; tokens of one user share one bucket."""

    holder_id: int
    login: str
    kind: str = "user"  # user | installation | anonymous
    limits: dict[str, int] = field(default_factory=dict)  # own figures per resource


@dataclass(slots=True)
class Quota:
    """The state of one bucket, as the headers say it."""

    resource: str
    limit: int
    used: int
    reset_at: int
    is_exceeded: bool = False

    @property
    def remaining(self) -> int:
        """What is left."""
        return max(self.limit - self.used, 0)

    def headers(self) -> dict[str, str]:
        """Write the five headers."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset_at),
            "X-RateLimit-Used": str(self.used),
            "X-RateLimit-Resource": self.resource,
        }

    def as_json(self) -> dict[str, int | str]:
        """Write it as /rate_limit does."""
        return {
            "limit": self.limit,
            "used": self.used,
            "remaining": self.remaining,
            "reset": self.reset_at,
            "resource": self.resource,
        }


@dataclass(slots=True)
class _Bucket:
    used: int = 0
    reset_at: float = 0.0


class Limits:
    """Counts what every holder has used."""

    def __init__(self, settings: LimitSettings, clock: Callable[[], float] = time.time) -> None:
        """Start with empty buckets."""
        self.settings = settings
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[tuple[int, str], _Bucket] = {}
        self._recent: dict[tuple[int, str], deque[tuple[float, int]]] = {}
        self._running: dict[int, int] = {}
        self._spent: dict[int, deque[tuple[float, float, bool]]] = {}  # when, CPU seconds, for a query

    def limit_of(self, holder: Holder, resource: str) -> int:
        """Tell how much a holder may use of a resource per window."""
        if resource in holder.limits:
            return holder.limits[resource]
        if resource in ("search", "code_search"):
            return self.settings.search_per_minute
        if holder.kind == "anonymous":
            return self.settings.anonymous_per_hour if resource == "core" else 0
        return self.settings.graphql_per_hour if resource == "graphql" else self.settings.core_per_hour

    def _bucket(self, holder: Holder, resource: str) -> _Bucket:
        bucket = self._buckets.setdefault((holder.holder_id, resource), _Bucket())
        now = self._clock()
        if bucket.reset_at <= now:
            window = MINUTE if "search" in resource else self.settings.window_seconds
            bucket.used, bucket.reset_at = 0, now + window
        return bucket

    def quota(self, holder: Holder, resource: str) -> Quota:
        """Read a bucket without using it."""
        with self._lock:
            bucket = self._bucket(holder, resource)
            return Quota(resource, self.limit_of(holder, resource), bucket.used, int(bucket.reset_at))

    def take(self, holder: Holder, resource: str, cost: int = 1) -> Quota:
        """Use up ``cost``, or say that the bucket is exhausted and leave it as it is."""
        with self._lock:
            bucket = self._bucket(holder, resource)
            limit = self.limit_of(holder, resource)
            exceeded = bucket.used >= limit
            if not exceeded:
                bucket.used += cost
            return Quota(resource, limit, bucket.used, int(bucket.reset_at), exceeded)

    def give_back(self, holder: Holder, resource: str, cost: int = 1) -> Quota:
        """Return what a 304 does not cost."""
        with self._lock:
            bucket = self._bucket(holder, resource)
            bucket.used = max(bucket.used - cost, 0)
            return Quota(resource, self.limit_of(holder, resource), bucket.used, int(bucket.reset_at))

    def is_hurried(self, holder: Holder, resource: str, points: int = 1) -> bool:
        """Tell whether this request breaks a limit per minute, and count it if not."""
        graphql = resource == "graphql"
        allowed = self.settings.graphql_points_per_minute if graphql else self.settings.rest_points_per_minute
        if allowed is None:
            return False
        with self._lock:
            recent = self._recent.setdefault((holder.holder_id, "graphql" if graphql else "rest"), deque())
            now = self._clock()
            while recent and recent[0][0] <= now - MINUTE:
                recent.popleft()
            if sum(spent for _, spent in recent) + points > allowed:
                return True
            recent.append((now, points))
            return False

    def is_laborious(self, holder: Holder, resource: str, node_count: int = 0) -> bool:
        """Tell whether this request breaks a limit of CPU time per minute, and count it if not."""
        of_all = self.settings.cpu_seconds_per_minute
        of_graphql = self.settings.graphql_cpu_seconds_per_minute
        if of_all is None and of_graphql is None:
            return False
        seconds, is_graphql = CPU_SECONDS + CPU_SECONDS_PER_NODE * node_count, resource == "graphql"
        with self._lock:
            now = self._clock()
            spent = self._spent.setdefault(holder.holder_id, deque())
            while spent and spent[0][0] <= now - MINUTE:
                spent.popleft()
            total = sum(cost for _, cost, _ in spent) + seconds
            in_queries = sum(cost for _, cost, is_query in spent if is_query) + seconds
            if total > (of_all or total) or (is_graphql and in_queries > (of_graphql or in_queries)):
                return True
            spent.append((now, seconds, is_graphql))
            return False

    def charge_timeout(self, holder: Holder, resource: str) -> None:
        """Take the extra points of a request that timed out, even where none are left."""
        with self._lock:
            self._bucket(holder, resource).used += self.settings.timeout_points

    def enter(self, holder: Holder) -> bool:
        """Note that a request runs; False where too many of the holder's run already."""
        with self._lock:
            running = self._running.get(holder.holder_id, 0)
            allowed = self.settings.concurrent_requests
            if allowed is not None and running >= allowed:
                return False
            self._running[holder.holder_id] = running + 1
            return True

    def leave(self, holder: Holder) -> None:
        """Note that a request is over."""
        with self._lock:
            self._running[holder.holder_id] -= 1

    def reset(self) -> None:
        """Fill all buckets."""
        with self._lock:
            self._buckets.clear()
            self._recent.clear()
            self._spent.clear()
