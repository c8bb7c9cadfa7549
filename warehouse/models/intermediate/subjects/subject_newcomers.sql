-- edition: internal
-- grain: one row per subject and period in which somebody committed there for the first time: how many
-- next_start_on is the first day of the period after it.

select
    c.subject_number,
    p.period_kind,
    p.period_start_on,
    (p.period_start_on + to_months(any_value(case p.period_kind when 'month' then 1 when 'quarter' then 3 else 12 end)))::date
        as next_start_on,
    count(*) as contributor_count
from intermediate.subject_contributors c
join intermediate.period_months p on p.month_on = c.first_month_on
group by c.subject_number, p.period_kind, p.period_start_on
