"""人才 | Talent

新人来不来，来了留不留，从哪里来 | Whether newcomers come, whether they stay, and where they come from

生态 | Ecosystem
"""

from dashboard.kit import confidence, layout
from dashboard.views.talent import course, employers, measures
from dashboard.words.say import say

view = measures.choose()
found = measures.people(view) if view else None
if view is None or found is None or found.newest is None:
    measures.nothing()
else:
    measures.headline(view, found)
    confidence.beside(view.subject, "contributors", view.period_kind, found.newest)
    course.flow(view, found)
    course.cohorts(view)
    course.tiers(view, found)
    employers.universities(view, found)
    employers.flows(view)
    course.responses(view, found)
    employers.by_group(view, found)
    layout.note(
        say(
            "本页只有人数，不出现任何人的姓名、账号或邮箱；涉及少于 5 人的数不公布。",
            "This page has counts only: no name, account or mailbox of anybody. What concerns fewer than "
            "five people is withheld.",
        )
    )
