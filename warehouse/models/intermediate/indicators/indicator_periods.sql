-- grain: one row per period that indicators are read in: from the year before a plan's baseline to the running one

select p.period_kind, p.period_start_on, p.period_end_on, p.is_complete, least(p.period_end_on, a.as_of_on) as known_until_on
from intermediate.periods p, staging.as_of a
where year(p.period_start_on) >= (select min(baseline_year) - 1 from staging.plan_indicators)
