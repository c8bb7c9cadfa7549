"""The runs whose ledgers have landed: which is the newest, and where it stands."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from warehouse.clock import is_ahead
from warehouse.landing.file import Stream
from warehouse.landing.landing import Landing

LOOKED_AT = 20  # of those that are not in the future


def newest_run(data: Path, now: datetime) -> Mapping[str, Any] | None:
    """Read where the newest run stands, as its ledger's newest landing file says; None before the first.

    Names begin with the start by the clock of then. Of runs that a clock ahead has put into the future, one
    that has not landed since is only taken where there is no other.
    """
    names = sorted(unquote(path.name) for path in (data / "landing" / "suiyuan").glob("*/"))
    past = [name for name in names if name <= f"{now:%Y-%m-%dT%H%M%SZ}"]
    landing = Landing(data / "landing", "")
    found = [
        (landing.header(Stream("suiyuan", name, "ledger")))
        for name in (*past[-LOOKED_AT:], *names[len(past) :])
    ]
    headers = [header for header in found if header]
    newest = max(
        headers, key=lambda each: (not is_ahead(each.observed_at, now), each.observed_at), default=None
    )
    return newest.next_state if newest else None
