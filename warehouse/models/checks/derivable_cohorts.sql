-- severity: stop
-- title_zh: 不公布的人数可由一次相减得出
-- title_en: A withheld count of people that one subtraction would give back
-- Of the words of an attribute, and of a word and its organisations, never exactly one is withheld while others are
-- shown: of measures, of cohorts and their spans, of employed work (in which the city is a whole too) and of moves (of
-- which the whole is all of a year).

with

measured as (
    select m.metric, m.subject_kind, m.subject_id, m.period_kind, m.period_start_on, m.value, m.is_suppressed
    from marts.measures m
    join marts.metric_definitions d using (metric)
    where d.people in ('yes', 'part', 'attributed')
),

employed as (
    select
        subject_kind,
        subject_id,
        confidence,
        make_date(year, 1, 1) as period_start_on,
        unnest([
            'contributors', 'newcomers', 'participants', 'unjoined contributors', 'unjoined newcomers',
            'unjoined participants'
        ]) as metric,
        unnest([
            contributor_count, newcomer_count, participant_count, unjoined_contributor_count, unjoined_newcomer_count,
            unjoined_participant_count
        ]) as value
    from marts.employed_work
),

moved as (
    select
        group_kind,
        confidence,
        make_date(year, 1, 1) as period_start_on,
        unnest(['contributors', 'unjoined contributors']) as metric,
        unnest([contributor_count, unjoined_contributor_count]) as value
    from marts.contributor_flows
),

followed as (
    select distinct
        subject_kind,
        subject_id,
        cohort_start_on as period_start_on,
        unnest([
            'cohort', 'unjoined cohort', 'active after ' || months_since, 'unjoined active after ' || months_since
        ]) as metric,
        unnest([cohort_count, unjoined_cohort_count, active_count, unjoined_active_count]) as value
    from marts.contributor_cohorts
),

organizations as (
    unpivot (from marts.organizations where relation = 'guangzhou')
    on kind, sector, district, park, size_class into name attribute value word
),

families as (
    select subject_kind, subject_id, subject_kind as attribute, '' as word, confidence
    from marts.subjects
    where subject_kind in ('kind', 'sector', 'district', 'park', 'size_class')
    union all
    select subject_kind, subject_id, subject_kind, base_subject_id, confidence
    from marts.subjects
    where subject_kind in ('kind', 'sector', 'district', 'park', 'size_class')
    union all
    select s.subject_kind, s.subject_id, o.attribute, o.word, s.confidence
    from marts.subjects s
    join organizations o on o.organization_id = s.base_subject_id
    where s.subject_kind = 'organization'
),

employed_families as (
    select distinct attribute as subject_kind, word as subject_id, attribute, unnest(['', word]) as word
    from organizations
    union all
    select distinct 'city', 'guangzhou', attribute, ''
    from organizations
    union all
    select 'organization', organization_id, attribute, word
    from organizations
    union all
    select 'organization', organization_id, 'city', 'guangzhou'
    from marts.organizations
    where relation = 'guangzhou'
    union all
    select 'city', 'guangzhou', 'city', 'guangzhou'
),

counted as (
    select c.metric, f.attribute, f.word, f.confidence, c.period_kind, c.period_start_on, c.value, c.is_suppressed
    from measured c
    join families f using (subject_kind, subject_id)
    union all
    select c.metric, f.attribute, f.word, f.confidence, 'half_year', c.period_start_on, c.value, c.value is null
    from followed c
    join families f using (subject_kind, subject_id)
    union all
    select e.metric, 'employed ' || f.attribute, f.word, e.confidence, 'year', e.period_start_on, e.value,
        e.value is null
    from employed e
    join employed_families f using (subject_kind, subject_id)
    union all
    select metric, 'moves ' || group_kind, '', confidence, 'year', period_start_on, value, value is null
    from moved
)

select metric, attribute, word, confidence, period_kind, period_start_on
from counted
where is_suppressed or value > 0
group by all
having count(*) filter (is_suppressed) = 1 and count(*) > 1
