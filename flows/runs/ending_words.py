"""What outcomes are called, in Chinese and English."""

OUTCOMES = {
    "ok": "新增 new",
    "not_modified": "无变化 unchanged",
    "gone": "已消失 gone",
    "unreachable": "连不上 unreachable",
    "forbidden": "无权限 forbidden",
    "no_token": "缺令牌 no token",
    "no_registry": "未设源 no registry",
    "rate_limited": "额度用尽 rate limited",
    "skipped": "未完成 unfinished",
    "quarantined": "隔离待核 quarantined",
    "failed": "失败 failed",
}
"""How a stream ended, by the ledger's word."""

STEPS = {
    "begin": "开始 begin",
    "collect": "采集 collect",
    "load": "装载 load",
    "forget": "遗忘 forget",
    "build": "建模 build",
    "check": "检查 check",
    "publish": "发布 publish",
    "tidy": "整理 tidy",
    "rebuild": "从落地文件重建 rebuild from landing",
}
"""The steps of a run, by the ledger's word."""

ENDINGS = {
    0: "[bold green]✓ 完成 all done[/]",
    1: "[bold red]✗ 需要处理 needs you[/]",
    2: "[bold yellow]◐ 部分完成 partial[/]",
}
"""How a run ended, by its exit code, in rich's markup."""
