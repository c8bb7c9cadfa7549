-- as: view
-- grain: one row per metric, repository and month
-- column: metric | 指标 | metric
-- column: repository_id | 仓库 | repository
-- column: month | 月份首日 | first day of the month
-- column: value | 数值 | value

select metric, subject_id as repository_id, period_start_on as month, value
from marts.measures
where subject_kind = 'repository' and period_kind = 'month'
