-- edition: research
-- grain: one row per figure that the public edition withholds, with the figure; the rule is docs/decisions/0041
-- column: metric | 指标 | metric, one that counts people
-- column: subject_kind | 主体类型；panel 为同比面板 | kind of subject; panel is a panel of growth
-- column: subject_id | 主体编号 | subject
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日（上海） | first day of the period in Shanghai
-- column: value | 真值 | the true value
-- column: sample_count | 真实个案数 | the true number of cases
-- A repository, project or package is no cohort, unless an attribute that we add divides it: whoever clones it counts
-- the same people. Of a part, the people whose part it is are a figure too, withheld like those of their own metric.
-- A family is a sum that somebody may know: an attribute's words, and a word with its organisations. Each step takes
-- the smallest figure that is still shown of every family of which exactly one is withheld, until there is none.

with recursive

figures as (
    select m.*, d.people as counts, if(d.unit = 'ratio', m.value * m.sample_count, m.value) as part_count
    from metrics.all_measures m
    join metrics.all_definitions d using (metric)
    where d.people != 'no' and m.value is not null
        and (d.people = 'attributed' or m.subject_kind not in ('repository', 'project', 'package'))
),

cohorts as (
    select
        metric,
        'value' as figure,
        subject_kind,
        subject_id,
        period_kind,
        period_start_on,
        part_count as people_count,
        round(part_count) between 1 and 4
            or (counts in ('part', 'attributed') and round(sample_count - part_count) between 1 and 4) as is_suppressed
    from figures
    where counts in ('yes', 'part', 'attributed')
    union all
    select metric, 'whole', subject_kind, subject_id, period_kind, period_start_on, sample_count,
        sample_count between 1 and 4
    from figures
    where counts in ('part', 'attributed')
),

steps as (
    select *, 0 as step from cohorts
    union all
    (
        with

        lonely as (
            select
                s.metric,
                s.figure,
                s.period_kind,
                s.period_start_on,
                arg_min((s.subject_kind, s.subject_id), (s.people_count, s.subject_kind, s.subject_id))
                    filter (not s.is_suppressed and s.people_count > 0) as subject
            from steps s
            join intermediate.suppression_families f using (subject_kind, subject_id)
            group by s.metric, s.figure, s.period_kind, s.period_start_on, f.family
            having count(*) filter (s.is_suppressed) = 1
        ),

        taken as (
            select distinct metric, figure, period_kind, period_start_on, subject, true as is_taken
            from lonely
            where subject is not null
        )

        select s.* replace (s.is_suppressed or coalesce(t.is_taken, false) as is_suppressed, s.step + 1 as step)
        from steps s
        left join taken t
            on t.metric = s.metric and t.figure = s.figure and t.period_kind = s.period_kind
            and t.period_start_on = s.period_start_on and t.subject = (s.subject_kind, s.subject_id)
        where (s.metric, s.figure, s.period_kind, s.period_start_on)
            in (select (metric, figure, period_kind, period_start_on) from taken)
    )
),

suppressed as (
    select distinct metric, subject_kind, subject_id, period_kind, period_start_on
    from steps
    where is_suppressed
    union
    select f.metric, f.subject_kind, f.subject_id, f.period_kind, f.period_start_on
    from figures f
    join steps s using (subject_kind, subject_id, period_kind, period_start_on)
    where f.counts = 'about' and s.metric = 'contributors' and s.is_suppressed
)

select f.metric, f.subject_kind, f.subject_id, f.period_kind, f.period_start_on, f.value, f.sample_count
from figures f
join suppressed using (metric, subject_kind, subject_id, period_kind, period_start_on)
