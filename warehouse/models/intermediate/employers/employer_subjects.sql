-- edition: internal
-- grain: one row per registered organisation and subject that its people's work counts for: itself and, in Guangzhou, the
-- words it is counted under and the city

select organization_id as employer_id, subject_kind, base_subject_id as subject_id
from intermediate.claimed_subjects
union all
select organization_id, 'city', 'guangzhou'
from staging.organizations
where relation = 'guangzhou'
