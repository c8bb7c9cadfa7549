-- grain: one row per measure of people, subject and period: its value when accounts on several forges are not joined
-- Without the join a person counts once for every forge: an account for its own, a mailbox for the forge of the earliest
-- account that evidence links it with. Where a subject has no rows nobody in it is joined, and the value without is the
-- value in marts.measures.
-- column: metric | 指标：以人为对象的 | metric, one that is about people
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号，@medium、@all 表示较低的置信档 | subject; its ending @medium or @all is the confidence
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日（上海） | first day of the period in Shanghai
-- column: value | 各平台账号不合并时的数值；NULL 表示无定义或不公布 | value without joining accounts across forges; NULL is undefined or withheld
-- column: sample_count | 数值所依据的个案数；不公布时为空 | how many cases the value rests on; NULL where it is withheld
-- column: joined_value | 合并后的数值，即 marts.measures 的值 | value with the join, as in marts.measures
-- column: is_suppressed | 涉及少于 5 人，不公布 | whether it is withheld because it concerns fewer than five people

select
    m.metric,
    m.subject_kind,
    m.subject_id,
    m.period_kind,
    m.period_start_on,
    if(m.is_suppressed or w.metric is not null, null, u.value) as value,
    if(m.is_suppressed or w.metric is not null, null, u.sample_count) as sample_count,
    m.value as joined_value,
    m.is_suppressed or w.metric is not null as is_suppressed
from metrics.all_measures u
join metrics.all_definitions d on d.metric = u.metric and d.people != 'no'
join intermediate.unjoined_subjects s on u.subject_id = s.subject_kind || ':' || s.subject_id
join marts.measures m
    on m.metric = u.metric and m.subject_kind = s.subject_kind and m.subject_id = s.subject_id
    and m.period_kind = u.period_kind and m.period_start_on = u.period_start_on
left join marts.suppressed_measures w
    on w.metric = u.metric and w.subject_kind = u.subject_kind and w.subject_id = u.subject_id
    and w.period_kind = u.period_kind and w.period_start_on = u.period_start_on
where u.subject_kind = 'unjoined'
