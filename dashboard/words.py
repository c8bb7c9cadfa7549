"""The two languages of the window: a pair of words in, the reader's one out."""

import streamlit as st

LANGUAGES = {"zh": "中文", "en": "English"}

TERMS: dict[str, tuple[str, str]] = {
    # kinds of organisation
    "enterprise": ("企业", "Enterprise"),
    "university": ("高校", "University"),
    "institute": ("科研院所", "Institute"),
    "community": ("社区", "Community"),
    "foundation": ("基金会", "Foundation"),
    "public_body": ("公共机构", "Public body"),
    "public_programme": ("公共项目", "Public programme"),
    # size classes and relations
    "large": ("大型", "Large"),
    "medium_enterprise": ("中型", "Medium"),
    "small": ("小型", "Small"),
    "guangzhou": ("广州", "Guangzhou"),
    "openharmony": ("开源鸿蒙", "OpenHarmony"),
    "reference": ("参照", "Reference"),
    # confidence of a claim
    "high": ("高", "High"),
    "medium": ("中", "Medium"),
    "low": ("低", "Low"),
    "all": ("全部", "All"),
    # states of coverage
    "complete": ("完整", "Complete"),
    "partial": ("部分", "Partial"),
    "not_collected": ("未采集", "Not collected"),
    "impossible": ("无法采集", "Impossible"),
    "quarantined": ("隔离待核", "Quarantined"),
    # outcomes in the ledger
    "ok": ("成功", "OK"),
    "not_modified": ("无更新", "Not modified"),
    "gone": ("已不存在", "Gone"),
    "forbidden": ("无权访问", "Forbidden"),
    "rate_limited": ("达到限额", "Rate limited"),
    "unreachable": ("无法连接", "Unreachable"),
    "no_token": ("缺少令牌", "No token"),
    "failed": ("失败", "Failed"),
    "skipped": ("已跳过", "Skipped"),
    # presence
    "known": ("有公开项目", "Known presence"),
    "none_known": ("未见公开项目", "No known public presence"),
    # roles of a repository
    "own": ("自有", "Own"),
    "fork": ("派生", "Fork"),
    "likely_fork": ("疑似派生", "Likely fork"),
    "mirror": ("镜像", "Mirror"),
    "upstream": ("上游", "Upstream"),
    # subjects
    "repository": ("仓库", "Repository"),
    "project": ("项目", "Project"),
    "organization": ("机构", "Organisation"),
    "kind": ("类别", "Kind"),
    "sector": ("行业", "Sector"),
    "district": ("区", "District"),
    "park": ("园区", "Park"),
    "size_class": ("规模", "Size class"),
    "scope": ("范围", "Scope"),
    "package": ("软件包", "Package"),
    # periods
    "month": ("月", "Month"),
    "quarter": ("季", "Quarter"),
    "year": ("年", "Year"),
    # sources
    "git": ("Git", "Git"),
    "github": ("GitHub", "GitHub"),
    "gitee": ("Gitee", "Gitee"),
    "gitcode": ("GitCode", "GitCode"),
    "pypi": ("PyPI", "PyPI"),
    "npm": ("npm", "npm"),
    # units
    "count": ("个", "count"),
    "commits": ("次", "commits"),
    "lines": ("行", "lines"),
    "people": ("人", "people"),
    "ratio": ("比例", "ratio"),
    "days": ("天", "days"),
    "hours": ("小时", "hours"),
    "per_month": ("次/月", "per month"),
}


def language() -> str:
    """Give the reader's language, ``zh`` unless the address asks for ``en``."""
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
