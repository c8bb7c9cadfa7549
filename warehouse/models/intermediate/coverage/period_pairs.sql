-- grain: one row per kind of period and comparison: the newest complete period and the one it is compared with

with

newest as (
    select period_kind, max(period_start_on) as period_start_on
    from intermediate.periods
    where is_complete
    group by period_kind
),

steps as (
    select *
    from (values
        ('month', 'previous', 1), ('quarter', 'previous', 3), ('year', 'previous', 12),
        ('month', 'year_ago', 12), ('quarter', 'year_ago', 12), ('year', 'year_ago', 12)
    ) as s(period_kind, comparison, month_count)
)

select
    s.comparison,
    n.period_kind,
    p.period_start_on,
    p.period_end_on,
    c.period_start_on as compared_start_on,
    c.period_end_on as compared_end_on
from newest n
join steps s using (period_kind)
join intermediate.periods p using (period_kind, period_start_on)
join intermediate.periods c
    on c.period_kind = n.period_kind
    and c.period_start_on = (n.period_start_on - to_months(s.month_count))::date
