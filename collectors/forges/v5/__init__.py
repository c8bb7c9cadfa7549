"""The API that Gitee and GitCode share: lists, pages, totals, owners, discovery, forecasts."""
