"""GitCode, which is AtomGit too: its kinds and its rows, read by way of ``v5``."""

from collectors.forges.gitcode.all_kinds import PACE_SECONDS, gitcode_collectors
from collectors.forges.gitcode.forecast import Forecaster

__all__ = ["PACE_SECONDS", "Forecaster", "gitcode_collectors"]
