"""Gitee: its kinds and its rows, read by way of ``v5``."""

from collectors.forges.gitee.all_kinds import PACE_SECONDS, gitee_collectors
from collectors.forges.gitee.forecast import GiteeForecaster

__all__ = ["PACE_SECONDS", "GiteeForecaster", "gitee_collectors"]
