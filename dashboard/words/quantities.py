"""Numbers, ratios, days and periods → the words an official reads, with the exact value kept for hovering."""

from datetime import UTC, date, datetime, timedelta, timezone

from dashboard.words.say import language, say

MISSING = "—"
SHANGHAI = timezone(
    timedelta(hours=8)
)  # the civil time of every day shown; it has had no summer time since 1991
CHINESE_UNITS = ((10**8, "亿"), (10**4, "万"))
ENGLISH_UNITS = ((10**9, "B"), (10**6, "M"), (10**3, "k"))
QUARTERS_ZH = "一二三四"
SMALLEST_SHARE = 0.0005  # below this 0.0 % would be shown
LARGEST_PLAIN = 10_000  # below this every digit is shown


def short(value: float | None) -> str:
    """Write a count in Chinese units (1.2万) or, in English, with k, M and B."""
    if value is None:
        return MISSING
    units = CHINESE_UNITS if language() == "zh" else ENGLISH_UNITS
    if abs(value) < LARGEST_PLAIN:
        return exact(value)
    # 99,999,999 is 1亿: what rounds up to a larger unit's first step is written in it.
    smaller = [size for size, _ in units[1:]] + [0]
    fitting = (pair for pair, less in zip(units, smaller, strict=True) if abs(value) >= pair[0] - less / 20)
    size, unit = next(fitting)
    return f"{value / size:.1f}".removesuffix(".0") + unit


def exact(value: float | None) -> str:
    """Write every digit, in groups of three; a fraction keeps two places."""
    if value is None:
        return MISSING
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def percent(ratio: float | None) -> str:
    """Write a ratio of 0-1 as a percentage with one place; a trace is not rounded away to zero."""
    if ratio is None:
        return MISSING
    return say("不足0.1%", "under 0.1%") if 0 < ratio < SMALLEST_SHARE else f"{ratio * 100:.1f}%"


def signed_percent(ratio: float | None) -> str:
    """Write a change with its sign; a true minus keeps columns aligned."""
    return MISSING if ratio is None else f"{ratio * 100:+.1f}%".replace("-", "−")


def signed(value: float | None) -> str:
    """Write a difference with its sign, in short units."""
    if value is None:
        return MISSING
    return ("+" if value > 0 else "−" if value < 0 else "") + short(abs(value))


def in_unit(value: float | None, unit: str) -> str:
    """Write a metric's value in the manner of its unit."""
    return percent(value) if unit == "ratio" else short(value)


def exact_in_unit(value: float | None, unit: str) -> str:
    """Write a metric's value with every digit that is meant."""
    return percent(value) if unit == "ratio" else exact(value)


def withheld() -> str:
    """Say why a count of people is not shown: itself, or what it would give away, is below five."""
    return say("涉及少于5人，不公布", "fewer than 5 people concerned: withheld")


def day(value: date | datetime | None) -> str:
    """Write a day in Chinese form; an instant is shown as its day in Shanghai."""
    if value is None:
        return MISSING
    value = local(value)
    return say(f"{value.year}年{value.month}月{value.day}日", f"{value.day} {value:%b %Y}")


def minute(value: datetime | None) -> str:
    """Write an instant to the minute, in Shanghai."""
    return MISSING if value is None else f"{day(value)} {local(value):%H:%M}"


def day_of(moment: datetime) -> date:
    """Give the day that an instant is in Shanghai; a naive one is UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(SHANGHAI).date()


def local(value: date | datetime) -> date | datetime:
    """Move an instant to Shanghai; a naive one is UTC, a day stays as it is."""
    if not isinstance(value, datetime):
        return value
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)


def month(value: date | None) -> str:
    """Write the month that a day lies in."""
    if value is None:
        return MISSING
    return say(f"{value.year}年{value.month}月", f"{value:%b %Y}")


def period(kind: str, start: date | None) -> str:
    """Name a period by its kind and first day."""
    if start is None:
        return MISSING
    if kind == "quarter":
        quarter = (start.month - 1) // 3
        return say(f"{start.year}年第{QUARTERS_ZH[quarter]}季度", f"{start.year} Q{quarter + 1}")
    if kind == "year":
        return say(f"{start.year}年", str(start.year))
    return month(start)


def short_period(kind: str, start: date) -> str:
    """Name a period in the little room of an axis or a column head."""
    if kind == "quarter":
        return f"{start.year}Q{(start.month - 1) // 3 + 1}"
    return str(start.year) if kind == "year" else f"{start:%Y-%m}"


def duration(seconds: float | None) -> str:
    """Write a span of time by its two largest parts."""
    if seconds is None:
        return MISSING
    hours, rest = divmod(round(seconds), 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return say(f"{hours}小时{minutes}分", f"{hours} h {minutes} min")
    return (
        say(f"{minutes}分{left}秒", f"{minutes} min {left} s") if minutes else say(f"{left}秒", f"{left} s")
    )
