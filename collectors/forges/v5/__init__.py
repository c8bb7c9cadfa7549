"""The API that Gitee and GitCode share: lists, pages, totals, owners, discovery, forecasts."""

from collectors.forges.v5.forecast import Forecast

__all__ = ["Forecast"]
