"""The correction log: what changed in the registry, who decided it, and which headline moved by how much."""

from html import escape

import pyarrow as pa
import streamlit as st

from dashboard import data
from dashboard.kit import choices, downloads, layout
from dashboard.words import quantities
from dashboard.words.say import say, term

SHOWN = 20
LOG = "select * from marts.corrections order by changed_at desc, subject_id"
CHANGES = {
    "added": ("新增", "Added"),
    "changed": ("修改", "Changed"),
    "accepted": ("认可", "Accepted"),
    "rejected": ("否决", "Rejected"),
    "removed": ("撤出", "Removed"),
}


def log() -> None:
    """Show every correction since the first registry, the newest first, and give it as a file."""
    rows = data.rows(LOG)
    if not rows:
        layout.empty(
            say("首次登记以来没有更正", "Nothing was corrected since the first registry"),
            say(
                "复核决定写入 <code>config/decisions.csv</code>，只增不改；下次构建后在这里列出。",
                "Decisions of a review are appended to <code>config/decisions.csv</code> and listed here "
                "after the next build.",
            ),
        )
        return
    columns = [
        layout.Column(say("生效", "When"), "nowrap"),
        layout.Column(say("对象", "Subject")),
        layout.Column(say("更正", "Correction")),
        layout.Column(say("谁、为什么", "Who and why")),
        layout.Column(say("全市提交", "The city's commits"), "num"),
        layout.Column(say("全市贡献者", "The city's contributors"), "num"),
    ]
    layout.table(columns, map(_line, rows[choices.pages(len(rows), SHOWN, "log_page")]))
    snapshot = data.snapshot()
    if snapshot:
        mark = say("演示数据-", "DEMO-") if snapshot.is_demonstration else ""
        st.download_button(
            say("下载更正记录（CSV）", "Download the correction log (CSV)"),
            lambda: downloads.to_csv(pa.Table.from_pylist(rows)),
            file_name=f"{mark}corrections-{snapshot.name}.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _line(row: data.Row) -> list[str]:
    why = row["reason"] or ""
    who = row["reviewer"] or say("直接修改登记表", "edited in the registry")
    what = say(*CHANGES[row["change_kind"]])
    return [
        quantities.minute(row["changed_at"]),
        f'{escape(row["subject_id"])}<span class="sub">{escape(term(row["subject_kind"]))}</span>',
        f'{escape(what)}<span class="sub">{escape(row["change_text"] or "")}</span>',
        f'{escape(who)}<span class="sub">{escape(why)}</span>',
        _moved(row, "commit_change", "total_commit_count"),
        _moved(row, "contributor_change", "total_contributor_count"),
    ]


def _moved(row: data.Row, change: str, total: str) -> str:
    """Write by how much a headline moved, and where it stands since."""
    if row["is_suppressed"] and change == "contributor_change":
        return layout.withheld()
    if row[change] is None:
        return layout.not_held() if row["confidence"] else say("不变", "unmoved")
    after = say(f"现为 {quantities.short(row[total])}", f"now {quantities.short(row[total])}")
    return f'{quantities.signed(row[change])}<span class="sub">{escape(after)}</span>'
