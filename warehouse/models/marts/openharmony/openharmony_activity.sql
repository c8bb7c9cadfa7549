-- grain: one row per period (release, year, month, and all of the time) and group of employers with commits in it
-- To OpenHarmony's own code; each commit and change request counts once, wherever it stands. What belongs to a
-- release is defined at marts.openharmony_release_dates. Groups: all; guangzhou, by claims of high confidence only,
-- guangzhou@medium and guangzhou@all, by weaker ones too; university. Fewer than five people are not shown, nor is
-- a group that differs from a wider one of Guangzhou by fewer than five. Newcomers are new to OpenHarmony as a whole.
-- column: period_kind | 周期：release 版本、year 年、month 月、all 全部 | release, year, month or all
-- column: period_id | 周期编号：清单分支、2026、2026-03、all | branch of the manifest, 2026, 2026-03, all
-- column: employer_group | 群体：all 全部、guangzhou 广州机构（仅高置信）、guangzhou@medium、guangzhou@all、university 高校 | group of employers
-- column: from_on | 首日（北京时间） | first day, in Shanghai
-- column: until_on | 末日 | last day
-- column: is_complete | 是否已结束 | whether it is over
-- column: commit_count | 提交数 | commits
-- column: share_ratio | 占该周期全部提交的比例 | share of all commits of the period
-- column: identified_ratio | 该周期可识别雇主的提交比例，与份额同看 | share of the period's commits whose employer is known, to be read beside every share
-- column: line_count | 增删行数；有未知的为空 | lines added and deleted; empty where some are not known
-- column: known_line_count | 其中已知的行数 | those that are known
-- column: contributor_count | 贡献者数（少于 5 不显示） | contributors, empty below five
-- column: newcomer_count | 首次出现的贡献者数（本身或其余少于 5、或贡献者不显示时为空） | contributors never seen before, empty where they or the others are fewer than five
-- column: retained_newcomer_ratio | 新人在其后十二个月内再次提交的比例；未满十二个月或涉及少于 5 人为空 | share of newcomers who committed again in the twelve months after; empty before these are over
-- column: unjoined_contributor_count | 各平台账号不合并时的贡献者数；与合并的一同隐去 | contributors without joining accounts across forges; withheld together with those with it
-- column: unjoined_newcomer_count | 各平台账号不合并时首次出现的贡献者数 | contributors never seen before, without the join
-- column: unjoined_retained_newcomer_ratio | 各平台账号不合并时新人再次提交的比例 | share of newcomers who committed again, without the join
-- column: organization_count | 可识别的机构数 | employers that are known
-- column: university_count | 其中高校数 | universities among them
-- column: repository_count | 有提交的仓库数 | repositories with commits
-- column: merged_change_request_count | 合入的合并请求数（只有 all；未采集为空） | change requests merged, of all only; empty where none are collected
-- column: median_hours_to_merge | 从打开到合入的小时中位数（只有 all） | median hours from opening to merging, of all only

with

groups as (
    select *
    from (values ('guangzhou'), ('guangzhou@medium'), ('guangzhou@all'), ('university')) as g(employer_group)
),

people as (
    select contributor_id as person_id, true as is_joined, contributed_on from intermediate.openharmony_commits
    union all
    select forge_contributor_id, false, contributed_on from intermediate.openharmony_commits
),

firsts as (
    select person_id, is_joined, min(contributed_on) as first_on
    from people
    group by person_id, is_joined
),

careers as (
    select
        f.*,
        bool_or(
            date_trunc('month', p.contributed_on) > date_trunc('month', f.first_on)
            and date_trunc('month', p.contributed_on) <= date_trunc('month', f.first_on) + interval 12 month
        ) as has_returned
    from firsts f
    join people p using (person_id, is_joined)
    group by all
),

grouped as (
    select 'all' as employer_group, * from intermediate.openharmony_period_commits
    union all
    select g.employer_group, c.*
    from (select * from intermediate.openharmony_period_commits where is_guangzhou or is_university) c, groups g
    where case g.employer_group
        when 'university' then c.is_university
        when 'guangzhou' then c.is_guangzhou and c.confidence = 'high'
        when 'guangzhou@medium' then c.is_guangzhou and c.confidence in ('high', 'medium')
        else c.is_guangzhou
    end
),

repositories as (
    select g.period_kind, g.period_id, g.employer_group, count(distinct n.name) as repository_count
    from grouped g
    join intermediate.openharmony_commit_places n using (commit_number)
    group by all
),

counted as (
    select
        g.period_kind,
        g.period_id,
        g.employer_group,
        count(*) as commit_count,
        count(*) filter (g.is_identified) / count(*) as identified_ratio,
        case when count(*) = count(g.lines) then sum(g.lines)::bigint end as line_count,
        coalesce(sum(g.lines), 0)::bigint as known_line_count,
        count(distinct g.contributor_id) as contributor_count,
        count(distinct g.contributor_id) filter (j.first_on between p.from_on and p.until_on) as newcomer_count,
        count(distinct g.contributor_id) filter (j.first_on between p.from_on and p.until_on and j.has_returned)
            as retained_count,
        count(distinct g.forge_contributor_id) as unjoined_contributor_count,
        count(distinct g.forge_contributor_id) filter (u.first_on between p.from_on and p.until_on)
            as unjoined_newcomer_count,
        count(distinct g.forge_contributor_id) filter (u.first_on between p.from_on and p.until_on and u.has_returned)
            as unjoined_retained_count,
        count(distinct g.employer_id) as organization_count,
        count(distinct g.employer_id) filter (g.is_university) as university_count
    from grouped g
    join intermediate.openharmony_periods p using (period_kind, period_id)
    left join careers j on j.person_id = g.contributor_id and j.is_joined
    left join careers u on u.person_id = g.forge_contributor_id and not u.is_joined
    group by all
),

merged as (
    select w.*, p.period_kind, p.period_id
    from intermediate.openharmony_work w
    join intermediate.openharmony_periods p on w.merged_on between p.from_on and p.until_on
    where w.thread_kind = 'change_request' and w.part = 'core'
),

merges as (
    select
        m.period_kind,
        m.period_id,
        count(*) as merged_change_request_count,
        median(date_diff('second', m.opened_at, m.merged_at) / 3600.0) as median_hours_to_merge
    from merged m
    where m.period_kind != 'release'
        or exists (
            select 1 from staging.openharmony_manifest f where f.release_branch = m.period_id and f.name = m.name
        )
    group by m.period_kind, m.period_id
),

wider as (
    select
        *,
        contributor_count - lag(contributor_count) over nested between 1 and 4
            or lead(contributor_count) over nested - contributor_count between 1 and 4
            or unjoined_contributor_count - lag(unjoined_contributor_count) over nested between 1 and 4
            or lead(unjoined_contributor_count) over nested - unjoined_contributor_count between 1 and 4
            as is_nearly_another
    from counted
    window nested as (
        partition by period_kind, period_id, starts_with(employer_group, 'guangzhou')
        order by list_position(['guangzhou', 'guangzhou@medium', 'guangzhou@all'], employer_group)
    )
),

shown as (
    select
        *,
        contributor_count >= 5
            and not (starts_with(employer_group, 'guangzhou') and coalesce(is_nearly_another, false)) as is_shown,
        newcomer_count between 1 and 4
            or contributor_count - newcomer_count between 1 and 4
            or unjoined_newcomer_count between 1 and 4
            or unjoined_contributor_count - unjoined_newcomer_count between 1 and 4 as are_newcomers_few,
        retained_count between 1 and 4
            or newcomer_count - retained_count between 1 and 4
            or unjoined_retained_count between 1 and 4
            or unjoined_newcomer_count - unjoined_retained_count between 1 and 4 as are_retained_few
    from wider
)

select
    s.period_kind,
    s.period_id,
    s.employer_group,
    p.from_on,
    p.until_on,
    p.is_complete,
    s.commit_count,
    s.commit_count / sum(s.commit_count) filter (s.employer_group = 'all') over period as share_ratio,
    max(s.identified_ratio) filter (s.employer_group = 'all') over period as identified_ratio,
    s.line_count,
    s.known_line_count,
    case when s.is_shown then s.contributor_count end as contributor_count,
    case when s.is_shown and not s.are_newcomers_few then s.newcomer_count end as newcomer_count,
    case
        when s.is_shown and not s.are_newcomers_few and not s.are_retained_few and s.newcomer_count > 0
            and p.retained_from_on <= a.as_of_on
            then s.retained_count / s.newcomer_count
    end as retained_newcomer_ratio,
    case when s.is_shown then s.unjoined_contributor_count end as unjoined_contributor_count,
    case when s.is_shown and not s.are_newcomers_few then s.unjoined_newcomer_count end as unjoined_newcomer_count,
    case
        when s.is_shown and not s.are_newcomers_few and not s.are_retained_few and s.unjoined_newcomer_count > 0
            and p.retained_from_on <= a.as_of_on
            then s.unjoined_retained_count / s.unjoined_newcomer_count
    end as unjoined_retained_newcomer_ratio,
    s.organization_count,
    s.university_count,
    r.repository_count,
    case when s.employer_group = 'all' then m.merged_change_request_count end as merged_change_request_count,
    case when s.employer_group = 'all' then m.median_hours_to_merge end as median_hours_to_merge
from shown s
join intermediate.openharmony_periods p using (period_kind, period_id)
join repositories r using (period_kind, period_id, employer_group)
cross join staging.as_of a
left join merges m using (period_kind, period_id)
window period as (partition by s.period_kind, s.period_id)
