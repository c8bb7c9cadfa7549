"""人才 | Talent

新人来不来，来了留不留，从哪里来 | Whether newcomers come, whether they stay, and where they come from

生态 | Ecosystem
"""

from dashboard.kit import confidence, layout
from dashboard.views.talent import course as talent_course
from dashboard.views.talent import employers as talent_employers
from dashboard.views.talent import measures as talent
from dashboard.words.say import say

view = talent.choose()
found = talent.people(view) if view else None
if view is None or found is None or found.newest is None:
    talent.nothing()
else:
    talent.headline(view, found)
    confidence.beside(view.subject, "contributors", view.period_kind, found.newest)
    talent_course.flow(view, found)
    talent_course.cohorts(view)
    talent_course.tiers(view, found)
    talent_employers.universities(view, found)
    talent_employers.flows(view)
    talent_course.responses(view, found)
    talent_employers.by_group(view, found)
    layout.note(
        say(
            "本页只有人数，不出现任何人的姓名、账号或邮箱；涉及少于 5 人的数不公布。",
            "This page has counts only: no name, account or mailbox of anybody. What concerns fewer than "
            "five people is withheld.",
        )
    )
