-- grain: one row per repository of a scope and claim that its place there rests on
-- A repository that no organisation of Guangzhou claims is in a scope by name: with high confidence, at all times.

with

scoped as (
    select s.scope_id, s.repository_id
    from staging.scope_repositories s
    join intermediate.repositories r using (repository_id)
    where r.is_original_work
),

city_claims as (
    select c.*
    from intermediate.repository_claims c
    join staging.organizations o using (organization_id)
    where o.relation = 'guangzhou'
)

select
    s.scope_id,
    s.repository_id,
    coalesce(c.confidence, 'high') as confidence,
    coalesce(c.valid_from_on, date '0001-01-01') as valid_from_on,
    coalesce(c.valid_until_on, date '9999-12-31') as valid_until_on
from scoped s
left join city_claims c using (repository_id)
