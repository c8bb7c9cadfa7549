-- grain: one row per metric, subject and period
-- column: metric | 指标 | the metric's name
-- column: subject_kind | 对象类别 | what the subject is: repository, organization, scope ...
-- column: subject_id | 对象 | the subject
-- column: period_kind | 周期类别 | month, quarter or year
-- column: period_start_on | 周期首日 | the period's first day in Shanghai
-- column: value | 数值：空为无定义，0 为已采集而无活动 | NULL is undefined, 0 is collected and quiet
-- column: sample_count | 样本数 | how many cases the value rests on

select
    metric,
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    value,
    sample_count
from metrics.all_measures
