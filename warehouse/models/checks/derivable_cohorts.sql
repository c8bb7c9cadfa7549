-- severity: stop
-- title_zh: 不公布的人数可由一次相减得出
-- title_en: A withheld count of people that one subtraction would give back
-- Of the words of an attribute, and of a word and its organisations, never exactly one is withheld while others are
-- shown.

with

counted as (
    select m.*
    from marts.measures m
    join marts.metric_definitions d using (metric)
    where d.people in ('yes', 'part', 'attributed') and (m.is_suppressed or m.value > 0)
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
)

select c.metric, f.attribute, f.word, f.confidence, c.period_kind, c.period_start_on
from counted c
join families f using (subject_kind, subject_id)
group by all
having count(*) filter (c.is_suppressed) = 1 and count(*) > 1
