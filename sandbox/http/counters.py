"""What was asked of the sandbox, counted: requests, points, bytes, by token and by route."""

import threading
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from sandbox.http.messages import Answer, Request

_REMEMBERED = 5_000


@dataclass(slots=True)
class Counters:
    """Totals since the start or the last reset, and the newest requests one by one."""

    totals: Counter[str] = field(default_factory=Counter)
    by_status: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[str] = field(default_factory=Counter)
    by_token: Counter[str] = field(default_factory=Counter)
    recent: deque[dict[str, Any]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, request: Request, answer: Answer, kind: str, fault: str | None) -> None:
        """Count one request and its answer."""
        with self._lock:
            self.totals["requests"] += 1
            self.totals["points"] += answer.points
            self.totals["bytes"] += len(answer.body)
            self.totals["faults"] += fault is not None
            self.by_status[str(answer.status)] += 1
            self.by_kind[kind] += 1
            self.by_token[request.token or "anonymous"] += 1
            self.recent.append(
                {
                    "method": request.method,
                    "target": request.target,
                    "operation": request.operation,
                    "status": answer.status,
                    "points": answer.points,
                    "bytes": len(answer.body),
                    "fault": fault,
                }
            )

    def as_json(self) -> dict[str, Any]:
        """Write the totals."""
        with self._lock:
            return {
                "requests": self.totals["requests"],
                "points": self.totals["points"],
                "bytes": self.totals["bytes"],
                "faults": self.totals["faults"],
                "by_status": dict(self.by_status),
                "by_kind": dict(self.by_kind),
                "by_token": dict(self.by_token),
            }

    def reset(self) -> None:
        """Forget everything."""
        with self._lock:
            for counter in (self.totals, self.by_status, self.by_kind, self.by_token):
                counter.clear()
            self.recent.clear()
