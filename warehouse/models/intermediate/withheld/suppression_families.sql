-- edition: internal
-- grain: one row per sum of people that somebody may know and subject in it (docs/decisions/0041)
-- family_kind: words (all of an attribute, or all organisations of the city) or parts (a word with its organisations).

with

subjects as (
    select s.subject_kind, s.subject_id, s.base_subject_id, s.confidence, o.kind, o.sector, o.district, o.park, o.size_class
    from intermediate.public_subjects s
    left join staging.organizations o
        on s.subject_kind = 'organization' and o.organization_id = s.base_subject_id and o.relation = 'guangzhou'
    where s.subject_kind in ('kind', 'sector', 'district', 'park', 'size_class') or o.organization_id is not null
)

select subject_kind, subject_id, 'words' as family_kind, subject_kind || ' ' || confidence as family
from subjects
union all
select subject_kind, subject_id, 'parts', subject_kind || ' ' || base_subject_id || ' ' || confidence
from subjects
where subject_kind != 'organization'
union all
select subject_kind, subject_id, 'parts', unnest(list_filter([
    'kind ' || kind, 'sector ' || sector, 'district ' || district, 'park ' || park, 'size_class ' || size_class
], lambda part: part is not null)) || ' ' || confidence
from subjects
where subject_kind = 'organization'
