"""Units, kinds and states of indicators, in both languages, and the base below which no ratio is told."""

BASE_FOR_RATIO = 20  # below it a ratio of two counts misleads, and the difference is said instead

UNITS = {
    "organizations": ("家", "organisations"),
    "repositories": ("个", "repositories"),
    "projects": ("个", "projects"),
    "distributions": ("个", "distributions"),
    "people": ("人", "people"),
    "commits": ("次", "commits"),
    "cases": ("项", "cases"),
    "milestones": ("项", "milestones"),
    "products": ("款", "products"),
    "events": ("场", "events"),
    "courses": ("门", "courses"),
    "per_month": ("次/月", "per month"),
    "days": ("天", "days"),
    "count": ("个", ""),
}

KINDS = {
    "measured": ("测量", "Measured"),
    "registered": ("登记", "Registered"),
    "derived": ("推算", "Derived"),
}

STATUSES = {
    "ahead": ("▲", "超前", "Ahead"),
    "on_track": ("●", "正常", "On track"),
    "behind": ("▼", "滞后", "Behind"),
    "no_target": ("◇", "未设目标", "No target"),
    "no_data": ("○", "数据不足", "Too little data"),
    "suppressed": ("◍", "涉及少于5人，不公布", "Fewer than 5 people: withheld"),
    "no_value": ("○", "无数据", "No data"),
    "to_register": ("□", "待登记", "To be registered"),
}
