-- grain: one row per period (release, year, month, and all of the time) and special interest group of OpenHarmony with commits in it
-- A group's repositories are those of its committers' seats, as they are now.
-- column: period_kind | 周期：release 版本、year 年、month 月、all 全部 | release, year, month or all
-- column: period_id | 周期编号：清单分支、2026、2026-03、all | branch of the manifest, 2026, 2026-03, all
-- column: sig_id | SIG 编号 | special interest group
-- column: repository_count | 有提交的仓库数 | repositories with commits
-- column: commit_count | 提交数 | commits
-- column: contributor_count | 贡献者数（少于 5 不显示） | contributors, empty below five
-- column: unjoined_contributor_count | 各平台账号不合并时的贡献者数；与合并的一同隐去 | contributors without joining accounts across forges; withheld together with those with it
-- column: organization_count | 可识别的机构数 | employers that are known
-- column: guangzhou_commit_count | 其中广州机构的提交数 | those of employers of Guangzhou
-- column: identified_ratio | 可识别雇主的提交比例 | share of commits whose employer is known

with

memberships as (
    select s.sig_id, n.name, n.commit_number
    from (select distinct sig_id, lower(repository_name) as name from staging.openharmony_seats) s
    join intermediate.openharmony_commit_places n on lower(n.name) = s.name
)

select
    c.period_kind,
    c.period_id,
    m.sig_id,
    count(distinct m.name) as repository_count,
    count(distinct c.commit_number) as commit_count,
    case when count(distinct c.contributor_id) >= 5 then count(distinct c.contributor_id) end as contributor_count,
    case when count(distinct c.contributor_id) >= 5 then count(distinct c.forge_contributor_id) end
        as unjoined_contributor_count,
    count(distinct c.employer_id) as organization_count,
    count(distinct c.commit_number) filter (c.is_guangzhou) as guangzhou_commit_count,
    count(distinct c.commit_number) filter (c.is_identified) / count(distinct c.commit_number) as identified_ratio
from memberships m
join intermediate.openharmony_period_commits c using (commit_number)
group by c.period_kind, c.period_id, m.sig_id
