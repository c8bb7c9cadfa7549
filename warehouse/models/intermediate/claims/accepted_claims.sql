-- grain: one row per claim that counts: not rejected, and with some confidence in both respects
-- confidence is the lower of the two: high, medium or low. A day is in it from valid_from_on to valid_until_on.

select
    claim_id,
    subject_kind,
    subject_id,
    organization_id,
    case
        when affiliation_confidence = 'high' and account_confidence = 'high' then 'high'
        when 'low' in (affiliation_confidence, account_confidence) then 'low'
        else 'medium'
    end as confidence,
    coalesce(valid_from_on, date '0001-01-01') as valid_from_on,
    coalesce(valid_until_on, date '9999-12-31') as valid_until_on,
    review_status
from staging.claims
where review_status != 'rejected' and 'none' not in (affiliation_confidence, account_confidence)
