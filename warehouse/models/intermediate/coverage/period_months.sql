-- grain: one row per period and month in it that has begun

select
    p.period_kind,
    p.period_start_on,
    m.period_start_on as month_on
from intermediate.periods p
join intermediate.periods m
    on m.period_kind = 'month' and m.period_start_on between p.period_start_on and p.period_end_on
