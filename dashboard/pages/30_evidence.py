"""归属证据 | Evidence

凭什么算作广州的，有多可靠，改动影响多少 | What counts for Guangzhou and why, how sure, what it moves

数据 | Data
"""

from dashboard.kit import layout
from dashboard.views.about_data import corrections, evidence
from dashboard.words.say import say

layout.section(
    say("三档置信度下的全市数字", "The city's figures at three confidences"),
    say(
        "一个数字的置信度，取它所依据的最弱的一条主张。三档之差，就是归属尚不确定的部分。",
        "A figure is as sure as the weakest claim it rests on; what the levels differ by is not settled.",
    ),
)
evidence.sureness()
layout.section(
    say("等待复核", "What awaits review"),
    say(
        "按影响大小排列：若这一条改动，全市最近完整年的提交会变动多少。",
        "By what it moves: how much of the city's last complete year a change would touch.",
    ),
)
evidence.awaiting()
layout.section(
    say("全部归属主张", "Every claim"),
    say(
        "每一条都有依据、两项置信度、有效期和复核状态。",
        "Each has its evidence, two confidences, dates and review.",
    ),
)
evidence.claims()
layout.section(say("主张的置信度分布", "Claims by confidence"))
evidence.grades()
layout.section(
    say("更正记录", "Correction log"),
    say(
        "改了什么、谁决定、全市数字因此变动多少（按本快照计算：有它与没有它之差）。",
        "What changed, who decided, and what it moved (in this snapshot: with it and without).",
    ),
)
corrections.log()
layout.note(
    say(
        "发现有误？在 config/ 改一行，或由复核岗位运行 suiyuan review；下次构建对全部历史生效，并记入上表。",
        "Found a mistake? Change one row in config/, or let the reviewer run suiyuan review: from the "
        "next build on it holds for all history, and it is listed above.",
    )
)
