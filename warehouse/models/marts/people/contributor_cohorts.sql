-- grain: one row per subject wider than a project, half-year in which contributors first committed there, and half-year
-- of their time since: how many of them committed in it
-- A cohort is followed person by person: months_since 6 is the seventh to the twelfth month after one's own first one.
-- Five years are followed; only spans that are over for the whole cohort are given. Without the join a person counts
-- once for every forge (marts.people_without_join), as a newcomer too; both counts are withheld together.
-- column: subject_kind | 主体类型：scope、organization、kind、sector、district、park、size_class | scope, organization, kind, sector, district, park or size_class
-- column: subject_id | 主体编号，@medium、@all 表示较低的置信档 | subject; its ending @medium or @all is the confidence
-- column: cohort_start_on | 首次提交所在半年的首日 | first day of the half-year of the first commit
-- column: months_since | 距本人首次提交的月数，自该月起六个月内 | months since one's own first one: from this to five months later
-- column: cohort_count | 该批新贡献者人数；涉及少于 5 人不公布 | contributors who first committed in that half-year, withheld where it concerns fewer than five
-- column: active_count | 其中在该段时间有提交的人数；涉及少于 5 人不公布 | those of them who committed in that span, withheld where it concerns fewer than five
-- column: active_ratio | 仍活跃的比例 | share of them who did
-- column: unjoined_cohort_count | 各平台账号不合并时的该批人数；不公布时为空 | that many without joining accounts across forges; empty where withheld
-- column: unjoined_active_count | 各平台账号不合并时在该段时间有提交的人数；不公布时为空 | those of them who committed in that span, without the join; empty where withheld
-- column: is_suppressed | 涉及少于 5 人，或可由其他数相减得出，不公布 | whether the span is withheld: it concerns fewer than five people, or could be had by subtraction

select
    p.subject_kind,
    p.subject_id,
    p.cohort_start_on,
    p.months_since,
    if(c.subject_id is null, p.cohort_count, null) as cohort_count,
    if(w.subject_id is null, p.active_count, null) as active_count,
    if(w.subject_id is null, p.active_count / nullif(p.cohort_count, 0), null) as active_ratio,
    if(c.subject_id is null, p.unjoined_cohort_count, null) as unjoined_cohort_count,
    if(w.subject_id is null, p.unjoined_active_count, null) as unjoined_active_count,
    w.subject_id is not null as is_suppressed
from intermediate.cohort_people p
left join intermediate.withheld_cohorts c
    on c.subject_kind = p.subject_kind and c.subject_id = p.subject_id
    and c.cohort_start_on = p.cohort_start_on and c.months_since = 0
left join intermediate.withheld_cohorts w
    on w.subject_kind = p.subject_kind and w.subject_id = p.subject_id
    and w.cohort_start_on = p.cohort_start_on and w.months_since = p.months_since
where p.months_since > 0
