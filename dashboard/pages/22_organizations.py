"""机构 | Organisations

哪些机构有公开项目，它们的人在哪里工作 | Which organisations have public projects, and where their people work

生态 | Ecosystem
"""

import streamlit as st

from dashboard.kit import choices, confidence, layout
from dashboard.views.organizations import directory, profile
from dashboard.words.say import say, term

if "id" in st.query_params:
    profile.show(st.query_params["id"])
else:
    left, right = st.columns([3, 2])
    group = choices.segments(say("分组", "Group by"), directory.GROUPS, "by", "kind", term, place=left)
    chosen = confidence.choose(place=right)
    rows = directory.all_rows(chosen)
    directory.levels(chosen)
    directory.summary(rows, group)
    layout.note(
        say(
            "“未见公开项目”是一种已核查的状态：在各平台上没有找到可确认属于该机构的账号或仓库。它不是零，也不参与任何平均。",
            "“No known public presence” is a state: no account or repository could be confirmed as the "
            "organisation's. It is not zero and enters no average.",
        )
    )
    directory.listing(rows, group)
