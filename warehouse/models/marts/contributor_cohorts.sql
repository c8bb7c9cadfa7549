-- grain: one row per subject wider than a project, half-year in which contributors first committed there, and half-year
-- of their time since: how many of them committed in it
-- A cohort is followed person by person: months_since 6 is the seventh to the twelfth month after one's own first one.
-- Five years are followed; only spans that are over for the whole cohort are given.
-- column: subject_kind | 主体类型：scope、organization、kind、sector、district、park、size_class | scope, organization, kind, sector, district, park or size_class
-- column: subject_id | 主体编号，@medium、@all 表示较低的置信档 | subject; its ending @medium or @all is the confidence
-- column: cohort_start_on | 首次提交所在半年的首日 | first day of the half-year of the first commit
-- column: months_since | 距本人首次提交的月数，自该月起六个月内 | months since one's own first one: from this to five months later
-- column: cohort_count | 该批新贡献者人数；少于 5 人不公布 | contributors who first committed in that half-year, withheld below five
-- column: active_count | 其中在该段时间有提交的人数；涉及少于 5 人不公布 | those of them who committed in that span, withheld where it concerns fewer than five
-- column: active_ratio | 仍活跃的比例 | share of them who did
-- column: is_suppressed | 涉及少于 5 人，或可由其他数相减得出，不公布 | whether it is withheld: it concerns fewer than five people, or could be had by subtraction

with

subjects as (
    select subject_number, subject_kind, subject_id, confidence
    from intermediate.public_subjects
    where subject_kind in ('scope', 'organization', 'kind', 'sector', 'district', 'park', 'size_class')
),

newcomers as (
    select
        c.*,
        make_date(year(c.first_month_on), if(month(c.first_month_on) <= 6, 1, 7), 1) as cohort_start_on
    from intermediate.subject_contributors c
    semi join subjects using (subject_number)
),

reach as (
    select s.subject_number, max(s.period_start_on) as last_month_on
    from intermediate.subject_periods s
    join intermediate.periods p using (period_kind, period_start_on)
    where s.stream_kind = 'history' and s.period_kind = 'month' and p.is_complete
    group by s.subject_number
),

cohorts as (
    select
        n.subject_number,
        n.cohort_start_on,
        count(*) as cohort_count,
        unnest(range(
            6, least(61, datediff('month', n.cohort_start_on + interval 5 month, any_value(r.last_month_on)) - 4), 6
        )) as months_since
    from newcomers n
    join reach r using (subject_number)
    group by n.subject_number, n.cohort_start_on
),

active as (
    select
        n.subject_number,
        n.cohort_start_on,
        datediff('month', n.first_month_on, m.month_on) // 6 * 6 as months_since,
        count(distinct m.contributor_number) as active_count
    from newcomers n
    join intermediate.subject_contributor_months m using (subject_number, contributor_number)
    group by n.subject_number, n.cohort_start_on, datediff('month', n.first_month_on, m.month_on) // 6 * 6
),

followed as (
    select s.*, c.cohort_start_on, c.months_since, c.cohort_count, coalesce(a.active_count, 0) as active_count,
        c.cohort_count < 5 or coalesce(a.active_count, 0) between 1 and 4
            or c.cohort_count - coalesce(a.active_count, 0) between 1 and 4 as is_small
    from cohorts c
    join subjects s using (subject_number)
    left join active a using (subject_number, cohort_start_on, months_since)
),

ranked as (
    select
        *,
        count(*) filter (is_small) over (
            partition by subject_kind, confidence, cohort_start_on, months_since
        ) as small_count,
        row_number() over (
            partition by subject_kind, confidence, cohort_start_on, months_since, is_small
            order by active_count = 0, active_count, subject_id
        ) as size_rank
    from followed
),

withheld as (
    select *, is_small or (subject_kind != 'scope' and small_count = 1 and size_rank = 1) as is_suppressed from ranked
)

select
    subject_kind,
    subject_id,
    cohort_start_on,
    months_since::integer as months_since,
    if(cohort_count < 5, null, cohort_count) as cohort_count,
    if(is_suppressed, null, active_count) as active_count,
    if(is_suppressed, null, active_count / cohort_count) as active_ratio,
    is_suppressed
from withheld
