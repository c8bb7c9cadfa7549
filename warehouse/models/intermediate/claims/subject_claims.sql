-- grain: one row per subject wider than a repository and claim that it rests on

with

target_claims as (
    select 'repository' as target_kind, repository_id as target_id, claim_id, organization_id, confidence, review_status
    from intermediate.repository_claims
    union all
    select 'package', package_id, claim_id, organization_id, confidence, review_status
    from intermediate.package_claims
),

city_claims as (
    select t.*
    from target_claims t
    join staging.organizations o using (organization_id)
    where o.relation = 'guangzhou'
),

claimed as (
    select s.subject_kind, s.base_subject_id, t.claim_id, t.confidence, t.review_status
    from target_claims t
    join intermediate.claimed_subjects s using (organization_id)
    union all
    select 'scope', s.scope_id, c.claim_id, c.confidence, c.review_status
    from city_claims c
    join staging.scope_repositories s on c.target_kind = 'repository' and s.repository_id = c.target_id
)

select distinct m.subject_kind, m.base_subject_id || l.suffix as subject_id, m.claim_id, m.review_status
from claimed m
join intermediate.confidences l on l.claim_confidence = m.confidence
