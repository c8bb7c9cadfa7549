"""项目 | Projects

有哪些公开的仓库，各自走势如何 | Which repositories are public, and how each of them fares

生态 | Ecosystem
"""

import streamlit as st

from dashboard.kit import choices, layout
from dashboard.views.organizations import repositories
from dashboard.words.say import say

LINES_PER_PAGE = 50

if "repository" in st.query_params:
    repositories.detail(st.query_params["repository"])
elif found := repositories.choose():
    layout.note(say(f"共 {len(found)} 个仓库。", f"{len(found)} repositories."))
    repositories.listing(found[choices.pages(len(found), LINES_PER_PAGE, "page")])
else:
    layout.empty(
        say("没有符合条件的仓库", "No repository fits"),
        say(
            "请放宽条件；没有登记的仓库不会出现在这里。",
            "Loosen the filters; what is not registered is not here.",
        ),
    )
