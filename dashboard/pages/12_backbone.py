"""骨干企业 | Backbone enterprises

五类制造领域和产业互联网：谁有公开项目，谁还没有 | Five sectors and the industry internet: who has begun

政策 | Policy
"""

from dashboard import data
from dashboard.kit import confidence, layout
from dashboard.views.plan import backbone, readings
from dashboard.words.say import say

readings.style()
level = confidence.choose()
rows = backbone.members(level)
if not rows:
    layout.empty(
        say("名录里还没有这些行业的单位", "The directory lists nobody of these sectors yet"),
        say(
            "在 <code>config/organizations.csv</code> 中登记后显示。",
            "Register them in <code>config/</code>.",
        ),
    )
else:
    reviews = data.rows(backbone.REVIEWS)
    backbone.list_state(rows)
    backbone.beside(level)
    backbone.summary(rows)
    backbone.listing(rows, reviews)
    backbone.starts()
    backbone.reviewed(reviews)
