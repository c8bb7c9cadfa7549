"""The API that Gitee and GitCode share, as they serve it."""
