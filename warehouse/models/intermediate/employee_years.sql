-- edition: internal
-- grain: one row per confidence, employer, place, contributor and year: commits that are neither merges nor a bot's
-- Only original work: what forks and upstream code hold is other people's.

with

original_places as (
    select distinct p.place_number
    from intermediate.places p
    join intermediate.spans s using (span_number)
    join intermediate.repositories r using (repository_id)
    where r.is_original_work
)

select
    l.confidence,
    e.employer_id,
    e.place_number,
    e.contributor_number,
    year(e.month_on)::integer as year,
    sum(e.commit_count)::integer as commit_count
from intermediate.place_employee_months e
join intermediate.confidences l on l.claim_confidence = e.confidence
where e.place_number in (select place_number from original_places)
group by l.confidence, e.employer_id, e.place_number, e.contributor_number, year(e.month_on)
