-- edition: internal
-- grain: one row per subject, period and contributor who was new in the period before and commits again in it

with

kinds as (
    select *
    from (values ('month', 1), ('quarter', 3), ('year', 12)) as k(period_kind, step)
)

select distinct
    m.subject_number,
    k.period_kind,
    date_trunc(k.period_kind, m.month_on)::date as period_start_on,
    m.contributor_number
from intermediate.subject_contributor_months m
join intermediate.subject_contributors c using (subject_number, contributor_number)
join kinds k
    on date_trunc(k.period_kind, m.month_on) = date_trunc(k.period_kind, c.first_month_on) + to_months(k.step)
where m.month_on > c.first_month_on and m.month_on < c.first_month_on + interval 24 month
