-- edition: internal
-- grain: one row per subject wider than a project, half-year in which contributors first committed there, and half-year
-- of their time since (months_since 0 is all of them): how many of them committed in it, with the join across forges
-- and without
-- A cohort is followed person by person: months_since 6 is the seventh to the twelfth month after one's own first one.
-- Five years are followed; only spans that are over for the whole cohort are given. Without the join somebody who came
-- to a second forge later is a newcomer again. A subject without a second one has nobody joined: both are the same.

with

public_subjects as (
    select subject_number, subject_kind, subject_id, confidence
    from intermediate.public_subjects
    where subject_kind in ('scope', 'organization', 'kind', 'sector', 'district', 'park', 'size_class')
),

subjects as (
    select *, true as is_joined from public_subjects
    union all
    select u.subject_number, s.subject_kind, s.subject_id, s.confidence, false
    from public_subjects s
    join intermediate.subjects u on u.subject_kind = 'unjoined' and u.subject_id = s.subject_kind || ':' || s.subject_id
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
            0, least(61, datediff('month', n.cohort_start_on + interval 5 month, any_value(r.last_month_on)) - 4), 6
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
    select
        s.*,
        c.cohort_start_on,
        c.months_since,
        c.cohort_count,
        if(c.months_since = 0, c.cohort_count, coalesce(a.active_count, 0)) as active_count
    from cohorts c
    join subjects s using (subject_number)
    left join active a using (subject_number, cohort_start_on, months_since)
),

paired as (
    select
        subject_kind,
        subject_id,
        confidence,
        cohort_start_on,
        months_since::integer as months_since,
        coalesce(max(cohort_count) filter (is_joined), 0) as cohort_count,
        coalesce(max(active_count) filter (is_joined), 0) as active_count,
        max(cohort_count) filter (not is_joined) as unjoined_cohort_count,
        max(active_count) filter (not is_joined) as unjoined_active_count
    from followed
    group by all
)

select
    * replace (
        coalesce(unjoined_cohort_count, cohort_count) as unjoined_cohort_count,
        coalesce(unjoined_active_count, active_count) as unjoined_active_count
    )
from paired
