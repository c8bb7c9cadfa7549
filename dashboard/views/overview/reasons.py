"""Why a headline changed, as one line: each cause with its share since the snapshot before."""

from html import escape
from pathlib import Path

import streamlit as st

from dashboard import data
from dashboard.views.overview import snapshot_changes
from dashboard.views.overview.headlines import View
from dashboard.words import quantities
from dashboard.words.say import language, say


def lines(view: View) -> dict[str, str]:
    """Explain every headline against the snapshot before this one; nothing while there is only one."""
    earlier = earlier_folder()
    since = earlier.name if earlier else ""
    return {metric: _line(change, since) for metric, change in explained(view).items()}


def explained(view: View) -> dict[str, snapshot_changes.Change]:
    """Split the movement of every metric of a scope; empty while there is only one snapshot."""
    current, earlier = data.snapshot(), earlier_folder()
    if current is None or earlier is None:
        return {}
    return _compared(str(earlier), str(current.folder), view.subject_id, view.period_kind)


def earlier_folder() -> Path | None:
    """Give the snapshot before the one that is shown."""
    current = data.snapshot()
    newest_first = iter(data.folders())
    if current is None or current.folder.resolve() not in newest_first:  # looked for up to where it stands
        return None
    return next(newest_first, None)


@st.cache_resource(max_entries=100, show_spinner=False)
def _compared(
    earlier: str, current: str, subject_id: str, period_kind: str
) -> dict[str, snapshot_changes.Change]:
    return snapshot_changes.between(Path(earlier), Path(current), subject_id, period_kind)


def _line(change: snapshot_changes.Change, since: str) -> str:
    against = escape(say(f"较快照 {since}", f"against snapshot {since}"), quote=True)
    text = {"zh": "、", "en": ", "}[language()].join(causes(change))
    head, total = say("为什么变了", "Why it changed"), quantities.signed(change.total)
    return f'<div class="sy-why" title="{against}"><b>{head}</b> {total}{say("：", ": ")}{text}</div>'


def causes(change: snapshot_changes.Change) -> list[str]:
    """Name every cause with its share; zero is said too, and the shares sum to the total."""
    shares = [(say("活动", "activity"), change.activity)]
    if change.together:
        shares.append((_together(change), change.together))
    else:
        shares += [
            (_registry(change), change.registry),
            (say("口径", "definition"), change.definition),
            (say("迟到数据", "late data"), change.late),
        ]
    if change.unexplained:
        shares.append((say("归并规则等其他", "other rules"), change.unexplained))
    return [f"{name} {quantities.signed(amount)}" for name, amount in shares]


def _registry(change: snapshot_changes.Change) -> str:
    if not (change.added_count or change.removed_count):
        return say("名录", "registry")
    return say(
        f"名录（仓库 +{change.added_count} −{change.removed_count}）",
        f"registry (repositories +{change.added_count} −{change.removed_count})",
    )


def _together(change: snapshot_changes.Change) -> str:
    other = say("口径", "definition") if change.is_redefined else say("迟到数据", "late data")
    return say(f"{_registry(change)}与{other}合计", f"{_registry(change)} and {other} together")
