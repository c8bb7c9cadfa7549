-- severity: stop
-- title_zh: 范围的数值与直接计数不符
-- title_en: A scope's value differs from a direct count
-- The newest complete year of every scope is counted again from the contributions themselves.

with

newest_year as (
    select max(period_start_on) as year_on, max(period_end_on) as year_end_on
    from intermediate.periods
    where period_kind = 'year' and is_complete
),

contributions as (
    select c.*
    from intermediate.contributions c, newest_year y
    where c.contributed_on between y.year_on and y.year_end_on
        and c.contribution_kind = 'commit' and not c.is_bot and not c.is_merge
),

counted as (
    select
        s.subject_id,
        count(distinct c.contribution_id) as commit_count,
        count(distinct c.contributor_id) as contributor_count
    from intermediate.subject_repositories s
    join contributions c using (repository_id)
    where s.subject_kind = 'scope'
        and c.contributed_on >= coalesce(s.valid_from_on, c.contributed_on)
        and c.contributed_on <= coalesce(s.valid_until_on, c.contributed_on)
    group by s.subject_id
),

claimed as (
    select 'code_changes_commits' as metric, subject_id, value
    from metrics.code_changes_commits
    where subject_kind = 'scope' and period_kind = 'year' and period_start_on = (select year_on from newest_year)
    union all
    select 'contributors', subject_id, value
    from metrics.contributors
    where subject_kind = 'scope' and period_kind = 'year' and period_start_on = (select year_on from newest_year)
)

select
    c.metric,
    c.subject_id,
    c.value,
    coalesce(case c.metric when 'contributors' then d.contributor_count else d.commit_count end, 0) as counted
from claimed c
left join counted d using (subject_id)
where c.value != coalesce(case c.metric when 'contributors' then d.contributor_count else d.commit_count end, 0)
