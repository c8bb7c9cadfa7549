"""What Guangzhou did in OpenHarmony at each confidence of the mail domains' claims."""

from dashboard import confidence, data
from dashboard.openharmony import CITY_GROUPS, View
from dashboard.words import say

DOMAIN_CLAIMS = """
select l.confidence, count(c.claim_id) as claim_count,
    count(c.claim_id) filter (c.review_status = 'accepted') as reviewed_claim_count
from (values ('high', ['high']), ('medium', ['high', 'medium']), ('all', ['high', 'medium', 'low']))
    as l(confidence, takes)
left join marts.claims c on c.subject_kind = 'mail_domain' and c.review_status != 'rejected'
    and list_contains(l.takes, c.affiliation_confidence) and list_contains(l.takes, c.account_confidence)
    and c.organization_id in (select organization_id from marts.organizations where relation = 'guangzhou')
group by l.confidence
"""


def beside(view: View) -> None:
    """Show Guangzhou's commits at every confidence, and how far the claims under each are reviewed."""
    if not view.groups:
        return
    claims = {row["confidence"]: row for row in data.rows(DOMAIN_CLAIMS)}
    levels = [
        confidence.Level(
            code,
            view.groups[group]["commit_count"] if group in view.groups else 0,
            False,
            claims[code]["claim_count"],
            claims[code]["reviewed_claim_count"],
        )
        for code, group in CITY_GROUPS.items()
    ]
    confidence.strip(say("广州机构的提交", "Commits of Guangzhou"), levels, view.confidence)
