-- grain: one row per month, quarter and year, from the first known activity to the day of as_of
-- A period is complete when all its days are over; month_count is how many of its months have begun.

with

first_days as (
    select min(contributed_on) as first_on from staging.commits where not is_date_suspect
    union all
    select min(tagged_on) from staging.tags where tagged_on >= date '1990-01-01'
    union all
    select min(r.published_on) from staging.package_releases r join staging.registered_packages using (package_id)
    union all
    select min(opened_on) from staging.issues
    union all
    select min(opened_on) from staging.change_requests
    union all
    select min(starred_on) from staging.star_days
    union all
    select min(forked_on) from staging.forks
    union all
    select min(published_on) from staging.releases
    union all
    select min(created_on) from staging.repositories
    union all
    select as_of_on from staging.as_of
),

months as (
    select unnest(generate_series(
        date_trunc('month', (select min(first_on) from first_days)),
        date_trunc('month', (select as_of_on::timestamp from staging.as_of)),
        interval 1 month
    ))::date as month_on
),

kinds as (
    select * from (values ('month', 1), ('quarter', 3), ('year', 12)) as k(period_kind, month_count)
),

periods as (
    select distinct
        period_kind,
        date_trunc(period_kind, month_on)::date as period_start_on,
        (date_trunc(period_kind, month_on) + to_months(month_count) - interval 1 day)::date as period_end_on
    from months, kinds
)

select
    p.period_kind,
    p.period_start_on,
    p.period_end_on,
    p.period_end_on < a.as_of_on as is_complete,
    date_diff('month', p.period_start_on, least(p.period_end_on, a.as_of_on)) + 1 as month_count
from periods p, staging.as_of a
