-- grain: one row per claim that a subject belongs to an organisation, as known at build.parameters.as_of

with

newest as (
    select * from raw.claims
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by claim_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    claim_id,
    subject_kind,
    subject_id,
    organization_id,
    evidence_kind,
    source,
    affiliation_confidence,
    account_confidence,
    valid_from_on,
    valid_until_on,
    review_status,
    reviewer,
    reviewed_on
from newest
where not is_deleted
