-- edition: internal
-- grain: one row per confidence, contributor and employer: the first and the last month of commits for it

select
    l.confidence,
    e.contributor_number,
    e.employer_id,
    min(e.month_on) as first_month_on,
    max(e.month_on) as last_month_on
from intermediate.place_employee_months e
join intermediate.confidences l on l.claim_confidence = e.confidence
where e.contributor_number is not null
group by l.confidence, e.contributor_number, e.employer_id
