"""Sources by the names that the report gives them, and the forges between which OpenHarmony moved."""

REPORT_SOURCES = {
    "git": "git 历史",
    "github": "GitHub",
    "gitee": "Gitee",
    "gitcode": "GitCode",
    "openharmony": "开源鸿蒙清单",
    "ohpm": "开源鸿蒙三方库",
    "pypi": "PyPI",
    "npm": "npm",
}

OPENHARMONY_PLACES = {
    "gitee": ("closed", "2020 – 2025-09-15，此后关闭", "2020 – 2025-09-15, closed since"),
    "gitcode": ("home", "2025-09-15 起，主平台", "since 2025-09-15, the home"),
    "github": ("", "镜像，不完整", "a mirror, not complete"),
}
"""By forge: where OpenHarmony left, where it is at home, where it is mirrored, and since when."""

OPENHARMONY_THREADS = {"gitee_count": "Gitee", "gitcode_count": "GitCode"}
"""Columns of ``marts.openharmony_migration`` that count what was opened on a forge."""
