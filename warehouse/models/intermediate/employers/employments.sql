-- edition: internal
-- grain: one row per confidence, contributor (is_joined: with the join across forges, else without) and employer: the
-- first and the last month of commits for it

with

work as (
    select
        confidence,
        employer_id,
        month_on,
        unnest([true, false]) as is_joined,
        unnest([contributor_number, forge_contributor_number]) as contributor_number
    from intermediate.place_employee_months
    where contributor_number is not null
)

select
    l.confidence,
    w.is_joined,
    w.contributor_number,
    w.employer_id,
    min(w.month_on) as first_month_on,
    max(w.month_on) as last_month_on
from work w
join intermediate.confidences l on l.claim_confidence = w.confidence
group by l.confidence, w.is_joined, w.contributor_number, w.employer_id
