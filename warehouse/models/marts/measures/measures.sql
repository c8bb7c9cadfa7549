-- grain: one row per metric, subject and period of which something was collected
-- column: metric | 指标 | metric, as in marts.metric_definitions
-- column: subject_kind | 主体类型 | kind of subject: repository, project, organization, kind, sector, district, park, size_class, scope, package
-- column: subject_id | 主体编号，@medium、@all 表示较低的置信档 | subject; its ending @medium or @all is the confidence
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日（上海） | first day of the period in Shanghai
-- column: value | 数值；NULL 表示无定义或不公布，0 表示已采集而无活动，没有这一行表示未采集 | value; NULL is undefined or withheld, 0 is collected and quiet, no row is not collected
-- column: sample_count | 数值所依据的个案数；不公布时为空 | how many cases the value rests on; NULL where it is withheld
-- column: is_suppressed | 涉及少于 5 人，不公布 | whether it is withheld because it concerns fewer than five people, itself or by subtraction

select
    m.metric,
    m.subject_kind,
    m.subject_id,
    m.period_kind,
    m.period_start_on,
    if(w.metric is null, m.value, null) as value,
    if(w.metric is null, m.sample_count, null) as sample_count,
    w.metric is not null as is_suppressed
from metrics.all_measures m
semi join intermediate.public_subjects s using (subject_kind, subject_id)
left join marts.suppressed_measures w using (metric, subject_kind, subject_id, period_kind, period_start_on)
