"""A request and an answer, free of any HTTP server: what every part of the sandbox takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import orjson

JSON = "application/json; charset=utf-8"


@dataclass(slots=True)
class Request:
    """One HTTP request. Header names are lower case; ``at`` is the world's instant when it came in."""

    method: str
    path: str
    query_text: str
    headers: Mapping[str, str]
    body: bytes
    base_url: str  # http://127.0.0.1:8080
    at: int
    client: str = "127.0.0.1"
    operation: str = ""  # of a GraphQL query, once known

    @property
    def query(self) -> dict[str, str]:
        """The query parameters; of a repeated one, the last."""
        return dict(parse_qsl(self.query_text, keep_blank_values=True))

    @property
    def target(self) -> str:
        """Path and query as they were sent."""
        return f"{self.path}?{self.query_text}" if self.query_text else self.path

    @property
    def token(self) -> str | None:
        """The token of the Authorization header, whichever scheme it came by."""
        scheme, _, value = self.headers.get("authorization", "").partition(" ")
        return value.strip() if scheme.lower() in ("token", "bearer") and value else None


@dataclass(slots=True)
class Answer:
    """One HTTP answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    points: int = 0  # GraphQL points that it cost

    @classmethod
    def json(cls, payload: object, status: int = 200, **headers: str) -> "Answer":
        """Encode a payload; header names are given with underscores."""
        named = {"Content-Type": JSON} | {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, orjson.dumps(payload), named)
