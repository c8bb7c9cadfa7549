"""The one place that speaks HTTP: ask, judge, wait, keep. Everything else hands it addresses."""

from collectors.http.client import Http, forge_http
from collectors.http.recorded_pages import PageKeeper, Replay, expire_pages, forget_pages
from collectors.http.tokens import Credential, TokenPool
from collectors.http.transport import Network
from collectors.http.waiting import WaitingBudget

__all__ = [
    "Credential",
    "Http",
    "Network",
    "PageKeeper",
    "Replay",
    "TokenPool",
    "WaitingBudget",
    "expire_pages",
    "forge_http",
    "forget_pages",
]
