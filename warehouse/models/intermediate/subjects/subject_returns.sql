-- edition: internal
-- grain: one row per subject, period and contributor who was new in the period before and commits again in it

with

later_months as (
    select
        m.subject_number,
        m.contributor_number,
        m.month_on,
        date_diff('month', c.first_month_on, m.month_on) as month_count,
        date_diff('quarter', c.first_month_on, m.month_on) as quarter_count,
        date_diff('year', c.first_month_on, m.month_on) as year_count
    from intermediate.subject_contributor_months m
    join intermediate.subject_contributors c using (subject_number, contributor_number)
    where m.month_on > c.first_month_on and m.month_on < c.first_month_on + interval 24 month
)

select subject_number, 'month' as period_kind, month_on as period_start_on, contributor_number
from later_months
where month_count = 1
union all
select distinct subject_number, 'quarter', date_trunc('quarter', month_on)::date, contributor_number
from later_months
where quarter_count = 1
union all
select distinct subject_number, 'year', date_trunc('year', month_on)::date, contributor_number
from later_months
where year_count = 1
