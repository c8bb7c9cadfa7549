"""The two languages of the window: a pair of words in, the reader's one out."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import streamlit as st

LANGUAGES = {"zh": "中文", "en": "English"}

# Codes of ours. The registry's own words (sectors, districts ...) are data: see ``data.name_of``.
TERMS: dict[str, tuple[str, str]] = {
    # subjects and scopes
    "repository": ("仓库", "Repository"),
    "project": ("项目", "Project"),
    "organization": ("机构", "Organisation"),
    "account": ("账号", "Account"),
    "mail_domain": ("邮箱域名", "Mail domain"),
    "sig": ("SIG", "SIG"),
    "kind": ("类别", "Kind"),
    "sector": ("行业", "Sector"),
    "district": ("区", "District"),
    "park": ("园区", "Park"),
    "size_class": ("规模", "Size class"),
    "scope": ("范围", "Scope"),
    "package": ("软件包", "Package"),
    "panel": ("同口径组", "Panel"),
    # periods
    "month": ("月", "Month"),
    "quarter": ("季", "Quarter"),
    "year": ("年", "Year"),
    # claims
    "high": ("高", "High"),
    "medium": ("中", "Medium"),
    "low": ("低", "Low"),
    "none": ("无", "None"),
    "unreviewed": ("未复核", "Unreviewed"),
    "accepted": ("已认可", "Accepted"),
    "rejected": ("已否决", "Rejected"),
    "official_statement": ("官方说明", "Official statement"),
    "repo_list": ("仓库清单", "List of repositories"),
    "profile_location": ("账号所在地", "Location in a profile"),
    "governance_record": ("治理记录", "Governance record"),
    "account_ownership": ("账号归属", "Ownership of the account"),
    "commit_domain": ("提交邮箱域名", "Domain of commits"),
    "copyright_or_readme": ("版权或说明文件", "Copyright or README"),
    # presence and roles
    "known": ("有公开项目", "Known presence"),
    "none_known": ("未见公开项目", "No known public presence"),
    "own": ("自有", "Own"),
    "fork": ("派生", "Fork"),
    "likely_fork": ("疑似派生", "Likely fork"),
    "mirror": ("镜像", "Mirror"),
    "upstream": ("上游", "Upstream"),
    # coverage: states, reasons, kinds of stream
    "complete": ("完整", "Complete"),
    "partial": ("部分", "Partial"),
    "not_collected": ("未采集", "Not collected"),
    "impossible": ("无法采集", "Impossible"),
    "quarantined": ("隔离待核", "Quarantined"),
    "not_tried": ("尚未采集过", "Not tried yet"),
    "first_collection_goes_on": ("首次采集进行中", "First collection goes on"),
    "month_is_running": ("本月未结束", "The month is running"),
    "not_collected_since": ("此后未再采集", "Not collected since"),
    "history": ("提交历史", "Commit history"),
    "releases": ("版本发布", "Releases"),
    "issues": ("议题", "Issues"),
    "change_requests": ("变更请求", "Change requests"),
    "change_request_comments": ("变更请求评论", "Change request comments"),
    "comments": ("评论", "Comments"),
    "removals": ("移除记录", "Removals"),
    "commit_accounts": ("提交账号", "Commit accounts"),
    "repositories": ("账号下的仓库", "Repositories of an account"),
    "manifest": ("清单", "Manifest"),
    "sigs": ("SIG 名单", "SIG list"),
    "stars": ("收藏", "Stars"),
    "forks": ("派生", "Forks"),
    "counts": ("计数", "Counts"),
    # outcomes in the ledger
    "ok": ("成功", "OK"),
    "not_modified": ("无更新", "Not modified"),
    "gone": ("已不存在", "Gone"),
    "forbidden": ("无权访问", "Forbidden"),
    "rate_limited": ("达到限额", "Rate limited"),
    "unreachable": ("无法连接", "Unreachable"),
    "no_token": ("缺少令牌", "No token"),
    "no_registry": ("未设登记处", "No registry set"),
    "failed": ("失败", "Failed"),
    "skipped": ("已跳过", "Skipped"),
    # sources
    "git": ("Git", "Git"),
    "github": ("GitHub", "GitHub"),
    "gitee": ("Gitee", "Gitee"),
    "gitcode": ("GitCode", "GitCode"),
    "pypi": ("PyPI", "PyPI"),
    "npm": ("npm", "npm"),
    "ohpm": ("OHPM", "OHPM"),
    "openharmony": ("开源鸿蒙清单", "OpenHarmony manifest"),
    # units
    "count": ("个", "count"),
    "lines": ("行", "lines"),
    "ratio": ("比例", "ratio"),
    "index": ("指数", "index"),
    "days": ("天", "days"),
    "hours": ("小时", "hours"),
    "per_month": ("次/月", "per month"),
}


_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak one language whatever the reader chose: a report is in Chinese."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Give the reader's language, ``zh`` unless the address asks for ``en``."""
    if spoken := _spoken.get():
        return spoken
    asked = st.session_state.get("lang") or st.query_params.get("lang")
    return asked if asked in LANGUAGES else "zh"


def say(zh: str, en: str) -> str:
    """Choose the reader's language of a pair."""
    return en if language() == "en" else zh


def term(code: str | None) -> str:
    """Translate a code of the data; one without a translation is shown as it is."""
    if code is None or code == "":
        return say("未登记", "Not registered")
    return say(*TERMS[code]) if code in TERMS else code
