"""What a first pass over an owner's repositories takes, on the forges whose quotas are scarce."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Protocol

from collectors.forges.gitcode import Forecaster
from collectors.forges.gitee import GiteeForecaster
from collectors.forges.v5 import Forecast
from collectors.http import Http


class OwnerForecaster(Protocol):
    """Looks at some repositories of one owner."""

    def forecast(self, now: datetime, *, pace_seconds: float) -> Forecast:
        """Say what a first pass takes. Raises a CollectError."""
        ...


FORECASTERS: Mapping[str, Callable[[Http, str, str, Collection[str]], OwnerForecaster]] = {
    "gitcode": Forecaster,
    "gitee": GiteeForecaster,
}
"""By forge: takes the client, the root of the interface, the owner and "owner/name" of what is meant."""
