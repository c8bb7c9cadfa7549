-- grain: one row per claim that two nodes are one person or are not, as known at build.parameters.as_of

with

newest as (
    select * from raw.identity_claims
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by claim_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    claim_id,
    left_node,
    right_node,
    relation,
    evidence,
    source,
    valid_from_on,
    valid_until_on,
    review_status,
    reviewer,
    reviewed_on
from newest
where not is_deleted
