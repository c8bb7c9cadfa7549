-- edition: research
-- grain: one row per figure that the public edition withholds, with the figure; the rule is docs/decisions/0041
-- column: metric | 指标 | metric, one that counts people
-- column: subject_kind | 主体类型；panel 为同比面板 | kind of subject; panel is a panel of growth
-- column: subject_id | 主体编号 | subject
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日（上海） | first day of the period in Shanghai
-- column: value | 真值 | the true value
-- column: sample_count | 真实个案数 | the true number of cases
-- A repository, project or package is no cohort: whoever clones it counts the same people.
-- Each step takes the smallest figure that is still shown of every family of which exactly one is withheld.

with recursive

figures as (
    select m.*, d.people as counts, if(d.unit = 'ratio', m.value * m.sample_count, m.value) as part_count
    from metrics.all_measures m
    join metrics.all_definitions d using (metric)
    where d.people != 'no' and m.subject_kind not in ('repository', 'project', 'package') and m.value is not null
),

cohorts as (
    select
        metric,
        subject_kind,
        subject_id,
        period_kind,
        period_start_on,
        part_count,
        round(part_count) between 1 and 4
            or (counts = 'part' and sample_count between 1 and 4)
            or (counts = 'part' and round(sample_count - part_count) between 1 and 4) as is_suppressed
    from figures
    where counts in ('yes', 'part') and (part_count > 0 or (counts = 'part' and sample_count > 0))
),

families as (
    select subject_kind, subject_id, concat_ws(' ', subject_kind, confidence) as family
    from intermediate.public_subjects
    where subject_kind in ('kind', 'sector', 'district', 'park', 'size_class')
    union all
    select s.subject_kind, s.subject_id, unnest([
        concat_ws(' ', 'organization', s.confidence),
        concat_ws(' ', 'kind', o.kind, s.confidence),
        concat_ws(' ', 'sector', o.sector, s.confidence),
        concat_ws(' ', 'district', o.district, s.confidence),
        concat_ws(' ', 'park', o.park, s.confidence),
        concat_ws(' ', 'size_class', o.size_class, s.confidence)
    ])
    from intermediate.public_subjects s
    join staging.organizations o on o.organization_id = s.base_subject_id
    where s.subject_kind = 'organization' and o.relation = 'guangzhou'
),

steps as (
    select *, 0 as step from cohorts
    union all
    (
        with

        lonely as (
            select
                s.metric,
                s.period_kind,
                s.period_start_on,
                s.subject_kind,
                arg_min(s.subject_id, (s.part_count, s.subject_id)) filter (not s.is_suppressed and s.part_count > 0)
                    as subject_id
            from steps s
            join families f using (subject_kind, subject_id)
            group by s.metric, s.period_kind, s.period_start_on, s.subject_kind, f.family
            having count(*) filter (s.is_suppressed) = 1
        ),

        taken as (
            select distinct metric, period_kind, period_start_on, subject_kind, subject_id, true as is_taken
            from lonely
            where subject_id is not null
        )

        select s.* replace (s.is_suppressed or coalesce(t.is_taken, false) as is_suppressed, s.step + 1 as step)
        from steps s
        left join taken t using (metric, period_kind, period_start_on, subject_kind, subject_id)
        where (s.metric, s.period_kind, s.period_start_on)
            in (select (metric, period_kind, period_start_on) from taken)
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
