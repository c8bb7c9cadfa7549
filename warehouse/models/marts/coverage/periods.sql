-- grain: one row per month, quarter and year since the first known activity
-- column: period_kind | 周期类型 month、quarter、year | month, quarter or year
-- column: period_start_on | 首日（上海） | its first day in Shanghai
-- column: period_end_on | 末日 | its last day
-- column: is_complete | 是否已结束；未结束的周期数值是暂时的 | whether all its days are over; else its values are provisional

select period_kind, period_start_on, period_end_on, is_complete
from intermediate.periods
