"""What Guangzhou did in OpenHarmony at each confidence of the mail domains' claims."""

from collections.abc import Mapping

from dashboard import data
from dashboard.kit import confidence
from dashboard.views.openharmony.overview import CITY_GROUPS, View
from dashboard.words.say import say

OURS = "select organization_id from marts.organizations where relation = 'guangzhou' order by 1"
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
        title = say(
            f"{year}年广州机构在开源鸿蒙的提交（已采集部分）",
            f"Commits of Guangzhou to OpenHarmony in {year}, of what is held",
        )
        _strip(title, groups, level)


def _strip(title: str, groups: Mapping[str, data.Row], chosen: str) -> None:
    """Lay the confidences of the city's mail domains beside each other."""
    values = {
        code: groups[group]["commit_count"] if group in groups else 0 for code, group in CITY_GROUPS.items()
    }
    ours = [row["organization_id"] for row in data.rows(OURS)]
    confidence.counts(title, values, chosen, ("mail_domain",), ours)
