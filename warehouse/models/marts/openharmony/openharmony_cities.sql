-- grain: one row per period (release, year, month, and all of the time) and city of commits to OpenHarmony's own code
-- The city is the employer's. Where the employer is not known, or its city is not settled, there is none: that row has
-- no city. A domain that a wider group shares counts for the group's city only where the config settles it.
-- column: period_kind | 周期：release 版本、year 年、month 月、all 全部 | release, year, month or all
-- column: period_id | 周期编号：清单分支、2026、2026-03、all | branch of the manifest, 2026, 2026-03, all
-- column: city_zh | 城市；不明为空 | city in Chinese; empty where not known
-- column: city_en | 城市英文 | city in English
-- column: commit_count | 提交数 | commits
-- column: organization_count | 可识别的机构数 | employers that are known
-- column: share_ratio | 占该周期全部提交的比例 | share of all commits of the period
-- column: located_ratio | 该周期城市可知的提交比例，与份额同看 | share of the period's commits whose city is known, to be read beside every share
-- column: identified_ratio | 该周期可识别雇主的提交比例 | share of the period's commits whose employer is known

with

cities as (
    select
        period_kind,
        period_id,
        city_zh,
        city_en,
        count(*) as commit_count,
        count(*) filter (is_identified) as identified_count,
        count(distinct employer_id) as organization_count
    from intermediate.openharmony_period_commits
    group by period_kind, period_id, city_zh, city_en
)

select
    period_kind,
    period_id,
    city_zh,
    city_en,
    commit_count,
    organization_count,
    commit_count / sum(commit_count) over period as share_ratio,
    coalesce(sum(commit_count) filter (city_en is not null) over period, 0) / sum(commit_count) over period
        as located_ratio,
    sum(identified_count) over period / sum(commit_count) over period as identified_ratio
from cities
window period as (partition by period_kind, period_id)
