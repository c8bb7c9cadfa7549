"""What surrounds a page: navigation made from the folder, choice of snapshot, first-run notice, footer."""

import ast
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from dashboard import data
from dashboard.kit import choices, layout
from dashboard.words import quantities
from dashboard.words.say import LANGUAGES, say

PAGES = Path(__file__).parent.parent / "pages"
ICON = Path(__file__).parent / "mark.svg"
WORDMARK = Path(__file__).parent / "wordmark.svg"
MARGIN_TYPE = "font: 8pt 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif; color: #4a5663;"
LOOK_AGAIN_SECONDS = 10  # how soon an open view notices a new snapshot


@dataclass(frozen=True, slots=True)
class Page:
    """A page: what Streamlit runs, its title, the question it answers, its part of the menu."""

    source: StreamlitPage
    title: str
    question: str
    group: str


def pages() -> list[Page]:
    """Make a page of every file in the folder, in the order of their numbers; the first is the home."""
    files = sorted(PAGES.glob("[0-9]*_*.py"), key=lambda path: int(path.name.split("_")[0]))
    return [_page(path, is_home=path == files[0]) for path in files]


def _page(path: Path, *, is_home: bool) -> Page:
    title, question, group = described(path)
    name = path.stem.split("_", 1)[1].replace("_", "-")
    source = st.Page(path, title=title, url_path=name, default=is_home)
    return Page(source, title, question, group)


def menu(pages: list[Page]) -> dict[str, list[StreamlitPage]]:
    """Put the pages under the headings of the menu, in their order."""
    return {group: [page.source for page in found] for group, found in groupby(pages, lambda p: p.group)}


@st.cache_data(show_spinner=False)
def _docstring(path: Path) -> tuple[str, str, str]:
    lines = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").splitlines()
    return lines[0], lines[2], lines[4]


def described(path: Path) -> tuple[str, str, str]:
    """Read title, question and group of a page from its docstring, each ``Chinese | English``."""
    title, question, group = (line.split(" | ") for line in _docstring(path))
    return say(*title), say(*question), say(*group)


def chosen_folder() -> Path | None:
    """Give the snapshot that the address pins, for as long as the session lasts, else the newest."""
    pinned = st.query_params.get("snapshot") or st.session_state.get("pinned_snapshot")
    folder = next((folder for folder in data.folders() if folder.name == pinned), None)
    if folder:
        st.session_state["pinned_snapshot"] = st.query_params["snapshot"] = folder.name
    return folder or data.newest_folder()


def language_switch() -> None:
    """Offer the two languages below the pages."""
    with st.sidebar:
        choices.segments("语言 Language", list(LANGUAGES), "lang", "zh", LANGUAGES.__getitem__)


@st.fragment(run_every=LOOK_AGAIN_SECONDS)
def notice_new_snapshot() -> None:
    """Run the view again when a new snapshot has been published since it was drawn."""
    if chosen_folder() != st.session_state["snapshot_folder"]:
        st.rerun()


def nothing_yet() -> None:
    """Say what to run before the first snapshot exists."""
    folder = escape(str(data.data_folder().absolute()))
    layout.empty(
        say("还没有可看的快照", "There is no snapshot yet"),
        say(
            f"在 <code>{folder}</code> 中没有找到已发布的快照。请在项目目录运行 <code>make run</code>，"
            "或先用 <code>make demo</code> 生成一份演示数据。",
            f"No published snapshot was found in <code>{folder}</code>. Run <code>make run</code> in the "
            "project, or <code>make demo</code> for a demonstration.",
        ),
        say("发布之后，本页会自动显示，无需刷新。", "This page shows it by itself once it is published."),
    )


def footer(snapshot: data.Snapshot) -> None:
    """Close the page with how to cite what it shows."""
    cite = say(
        f"引用：穗源，快照 {snapshot.name}，数据截至{quantities.day(snapshot.as_of)}。",
        f"Cite as: SuiYuan, snapshot {snapshot.name}, as of {quantities.day(snapshot.as_of)}.",
    )
    layout.put(f'<div class="sy-footer">{escape(cite)}</div>')
    st.html(f"<style>{_paper_margins(snapshot)}</style>")


def _paper_margins(snapshot: data.Snapshot) -> str:
    """Give the foot of every printed page: what it rests on, and its number."""
    warning = say("演示数据，不得引用 · ", "Demonstration data, not to be cited · ")
    mark = warning if snapshot.is_demonstration else ""
    source = say(f"穗源 · 快照 {snapshot.name}", f"SuiYuan · snapshot {snapshot.name}")
    return (
        f'@page {{ @bottom-left {{ content: "{mark}{source}"; {MARGIN_TYPE} }} '
        f'@bottom-right {{ content: counter(page) " / " counter(pages); {MARGIN_TYPE} }} }}'
    )
