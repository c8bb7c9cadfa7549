-- grain: one row per release, year and month of OpenHarmony, and the whole of its time, with its days
-- retained_from_on is the first day on which it is known who came back within twelve months.

with

days as (
    select min(contributed_on) as first_on from intermediate.openharmony_commits
),

calendar as (
    select
        period_kind,
        case period_kind when 'month' then strftime(period_start_on, '%Y-%m') else strftime(period_start_on, '%Y') end
            as period_id,
        period_start_on as from_on,
        period_end_on as until_on,
        is_complete
    from intermediate.periods, days
    where period_kind in ('month', 'year') and period_end_on >= first_on
),

periods as (
    select * from calendar
    union all
    select 'release', release_branch, from_on, until_on, dated_by is not null
    from intermediate.openharmony_release_dates
    where from_on is not null
    union all
    select 'all', 'all', d.first_on, a.as_of_on, false
    from days d, staging.as_of a
    where d.first_on is not null
)

select *, (date_trunc('month', until_on) + interval 13 month)::date as retained_from_on
from periods
