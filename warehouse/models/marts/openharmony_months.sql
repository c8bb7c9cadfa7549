-- grain: one row per month and group of employers in which commits to OpenHarmony's own code lie
-- Each commit and change request counts once, wherever it stands. Fewer than five people are not shown.
-- column: month_on | 月（北京时间） | month in Shanghai
-- column: employer_group | all 全部；guangzhou 广州机构 | all, or employers of Guangzhou
-- column: is_complete | 该月是否已结束 | whether the month is over
-- column: commit_count | 提交数 | commits
-- column: contributor_count | 贡献者数（少于 5 不显示） | contributors, empty below five
-- column: newcomer_count | 首次出现的贡献者数（贡献者少于 5 时不显示） | contributors never seen before, empty where contributors are
-- column: retained_newcomer_ratio | 新人在其后十二个月内再次提交的比例；未满十二个月为空 | share of newcomers who committed again within twelve months; empty before these are over
-- column: organization_count | 可识别的机构数 | employers that are known
-- column: identified_ratio | 可识别雇主的提交比例，与各份额同看 | share of commits whose employer is known
-- column: share_ratio | 占当月全部提交的比例 | share of all commits of the month
-- column: merged_change_request_count | 合入的合并请求数（只有 all） | change requests merged, of all only
-- column: median_hours_to_merge | 从打开到合入的小时中位数（只有 all） | median hours from opening to merging, of all only

with

commits as (
    select
        c.*,
        date_trunc('month', c.contributed_on)::date as month_on,
        coalesce(o.relation = 'guangzhou', false) as is_guangzhou
    from intermediate.openharmony_commits c
    left join staging.organizations o on o.organization_id = c.employer_id
),

firsts as (
    select author_key, min(month_on) as first_month_on from commits group by author_key
),

returns as (
    select
        f.author_key,
        bool_or(c.month_on > f.first_month_on and c.month_on <= f.first_month_on + interval 12 month) as has_returned
    from firsts f
    join commits c using (author_key)
    group by f.author_key
),

grouped as (
    select 'all' as employer_group, * from commits
    union all
    select 'guangzhou', * from commits where is_guangzhou
),

months as (
    select
        g.month_on,
        g.employer_group,
        count(*) as commit_count,
        count(distinct g.author_key) as contributor_count,
        count(distinct g.author_key) filter (f.first_month_on = g.month_on) as newcomer_count,
        count(distinct g.author_key) filter (f.first_month_on = g.month_on and r.has_returned) as retained_count,
        count(distinct g.employer_id) as organization_count,
        count(*) filter (g.employer_class in ('organization', 'group')) / count(*) as identified_ratio
    from grouped g
    join firsts f using (author_key)
    join returns r using (author_key)
    group by g.month_on, g.employer_group
),

merges as (
    select
        date_trunc('month', merged_on)::date as month_on,
        count(*) as merged_change_request_count,
        median(date_diff('second', opened_at, merged_at) / 3600.0) as median_hours_to_merge
    from intermediate.openharmony_work
    where thread_kind = 'change_request' and merged_at is not null
    group by 1
)

select
    m.month_on,
    m.employer_group,
    m.month_on < date_trunc('month', a.as_of_on) as is_complete,
    m.commit_count,
    case when m.contributor_count >= 5 then m.contributor_count end as contributor_count,
    case when m.contributor_count >= 5 then m.newcomer_count end as newcomer_count,
    case
        when m.contributor_count >= 5 and m.newcomer_count > 0 and m.month_on + interval 13 month <= a.as_of_on
            then m.retained_count / m.newcomer_count
    end as retained_newcomer_ratio,
    m.organization_count,
    m.identified_ratio,
    m.commit_count / sum(m.commit_count) filter (m.employer_group = 'all') over (partition by m.month_on) as share_ratio,
    case when m.employer_group = 'all' then g.merged_change_request_count end as merged_change_request_count,
    case when m.employer_group = 'all' then g.median_hours_to_merge end as median_hours_to_merge
from months m
cross join staging.as_of a
left join merges g using (month_on)
