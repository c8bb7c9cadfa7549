-- grain: one row per decision of a review, as known at build.parameters.as_of

select
    decision_id,
    decided_on,
    reviewer,
    subject_kind,
    subject_id,
    verdict,
    organization_id,
    canonical_domain,
    reason,
    min(observed_at) as entered_at
from raw.review_decisions
where not is_deleted and observed_at <= (select as_of from build.parameters)
group by all
