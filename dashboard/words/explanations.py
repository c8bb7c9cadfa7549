"""Words that a reader may not know, explained where they first stand on a page: on hover, and by keyboard.

The words of the project stand in docs/glossary.md; these are what they mean to somebody who reads figures.
"""

import re
from html import escape

import streamlit as st

from dashboard.words.say import language

EXPLAINED = "explained_words"  # the words that this run of the page has explained already
MEANINGS: dict[str, dict[str, str]] = {
    "zh": {
        "同比": "与上年同一时期相比。测量类指标只比较两期都已采集的同一批仓库。",
        "环比": "与紧邻的上一个周期相比，例如本季度比上季度。",
        "同口径": "只比较两期都已采集的同一批仓库；新登记和退出的另列，不计作增长。",
        "贡献者": "提交过代码、议题或变更请求的人。同一人的多个账号尽量合并，机器人账号除外。",
        "置信度": "归属主张有多可信：机构是否在广州，账号是否属于该机构，两项各自评定。",
        "变更请求": "请求把一组改动并入仓库；GitHub 称 pull request，Gitee、GitCode 称合并请求。",
        "归属主张": "一条“某仓库、账号或邮箱域名属于某机构”的记录，带证据、置信度和起止日期。",
        "采集完整度": "最近一个完整月份里，计划采集的数据流有多大比例完整采集到。",
        "完整度": "应采集的对象中已完整采集的占比；不足一时，数值只代表已采集的部分。",
        "快照": "某一时刻全部数据的只读副本，按名称引用，发布后不再改变。",
        "上游": "被本地项目所使用或改造的外部开源项目。",
        "派生": "从别的仓库复制而来、另行发展的仓库；不计作原创工作。",
        "镜像": "跟随另一仓库的副本；与原仓库合并计一次。",
        "暂定": "周期还没有结束，数值会继续变化，因此不参与比较。",
        "推算": "由已测量或已登记的事实按书面规则计算得出。",
        "采集流": "一个来源、一个对象、一类内容合起来的一条采集任务。",
    },
    "en": {
        "like-for-like": "Compared on the repositories covered in both periods only.",
        "change request": "A proposal to merge a change: a pull request or merge request.",
        "provisional": "The period is not over: the figure still moves and is not compared.",
        "snapshot": "A dated, read-only copy of all data that never changes and is cited by its name.",
        "completeness": "The share of what was planned that was collected in full.",
    },
}
PATTERNS = {
    code: re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)), re.IGNORECASE)
    for code, words in MEANINGS.items()
}


def begin() -> None:
    """Start a page: nothing is explained yet."""
    st.session_state[EXPLAINED] = set()


def explained(text: str) -> str:
    """Turn plain text into HTML in which each known word carries its meaning, once on a page."""
    told: set[str] = st.session_state.setdefault(EXPLAINED, set())
    meanings = MEANINGS[language()]

    def mark(found: re.Match[str]) -> str:
        word, key = found.group(), found.group().lower()
        if key in told:
            return word
        told.add(key)
        meaning = escape(meanings[key], quote=True)
        return f'<span class="sy-term" tabindex="0" data-meaning="{meaning}">{word}</span>'

    return PATTERNS[language()].sub(mark, escape(text))
