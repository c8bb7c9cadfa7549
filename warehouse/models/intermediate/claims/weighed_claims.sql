-- edition: internal
-- grain: one row per claim ever made for an organisation of Guangzhou and repository of original work it speaks of
-- is_counted tells those that count today from those that were rejected, have ended up without confidence or were
-- taken out of the registry: of these, the last version that said something is weighed.

with

counted as (
    select claim_id, repository_id, organization_id, confidence, valid_from_on, valid_until_on
    from intermediate.repository_claims
),

last_words as (
    select * from raw.claims
    where observed_at <= (select as_of from build.parameters) and not is_deleted
    qualify row_number() over (partition by claim_id order by observed_at desc, stream desc, sequence desc) = 1
),

dropped as (
    select
        w.claim_id,
        r.repository_id,
        w.organization_id,
        case
            when w.affiliation_confidence = 'high' and w.account_confidence = 'high' then 'high'
            when 'low' in (w.affiliation_confidence, w.account_confidence) then 'low'
            else 'medium'
        end as confidence,
        coalesce(w.valid_from_on, date '0001-01-01') as valid_from_on,
        coalesce(w.valid_until_on, date '9999-12-31') as valid_until_on
    from last_words w
    join intermediate.repositories r
        on (w.subject_kind = 'repository' and w.subject_id = r.repository_id)
        or (w.subject_kind = 'account' and w.subject_id = regexp_replace(r.repository_id, '/[^/]*$', ''))
    where w.claim_id not in (select claim_id from intermediate.accepted_claims)
),

weighed as (
    select *, true as is_counted from counted
    union all
    select *, false from dropped
)

select w.claim_id, w.repository_id, w.confidence, w.valid_from_on, w.valid_until_on, w.is_counted
from weighed w
join staging.organizations o using (organization_id)
join intermediate.repositories r using (repository_id)
where o.relation = 'guangzhou' and r.is_original_work
