-- grain: one row per metric, repository and month
-- column: metric | 指标 | the metric's name
-- column: repository_id | 仓库 | the repository
-- column: month | 月份 | the month's first day in Shanghai
-- column: value | 数值：空为无定义，0 为已采集而无活动 | NULL is undefined, 0 is collected and quiet

select
    metric,
    subject_id as repository_id,
    period_start_on as month,
    value
from marts.measures
where subject_kind = 'repository' and period_kind = 'month'
