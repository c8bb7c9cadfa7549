"""What Guangzhou did in OpenHarmony at each confidence of the mail domains' claims."""

from collections.abc import Mapping

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


LAST_YEAR = """
select employer_group, period_id, commit_count from marts.openharmony_activity
where period_kind = 'year' and is_complete
qualify period_id = max(period_id) over ()
"""


def beside(view: View) -> None:
    """Show Guangzhou's commits of the view at every confidence."""
    if view.groups:
        _strip(
            say("广州机构的提交（已采集部分）", "Commits of Guangzhou, of what is held"),
            view.groups,
            view.confidence,
        )


def beside_last_year(level: str) -> None:
    """Show Guangzhou's commits of the last complete year at every confidence."""
    groups = {row["employer_group"]: row for row in data.rows(LAST_YEAR)}
    if groups:
        year = next(iter(groups.values()))["period_id"]
        title = say(f"{year}年广州机构在开源鸿蒙的提交", f"Commits of Guangzhou to OpenHarmony in {year}")
        _strip(title, groups, level)


def _strip(title: str, groups: Mapping[str, data.Row], chosen: str) -> None:
    """Lay the confidences beside each other, with how far the claims under each are reviewed."""
    claims = {row["confidence"]: row for row in data.rows(DOMAIN_CLAIMS)}
    levels = [
        confidence.Level(
            code,
            groups[group]["commit_count"] if group in groups else 0,
            False,
            claims[code]["claim_count"],
            claims[code]["reviewed_claim_count"],
        )
        for code, group in CITY_GROUPS.items()
    ]
    confidence.strip(title, levels, chosen)
