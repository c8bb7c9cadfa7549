-- grain: the one row that names the last complete calendar year

select period_start_on, period_end_on
from intermediate.periods
where period_kind = 'year' and is_complete
order by period_start_on desc
limit 1
