-- edition: internal
-- grain: one row per subject and contributor who was employed by a university in the month of their first commit there
-- A university is a registered organisation of that kind, known at the subject's confidence. Students count with their
-- university's mailbox.

with

first_months as (
    select place_number, contributor_number, forge_contributor_number, min(month_on) as month_on
    from intermediate.place_contributor_months
    group by place_number, contributor_number, forge_contributor_number
),

university_months as (
    select e.place_number, e.contributor_number, e.forge_contributor_number, e.month_on, e.confidence
    from intermediate.place_employee_months e
    join staging.organizations o on o.organization_id = e.employer_id
    semi join first_months f  -- the first month in a subject is the first one in each of its places
        on f.place_number = e.place_number
        and f.contributor_number = e.contributor_number
        and f.forge_contributor_number = e.forge_contributor_number
        and f.month_on = e.month_on
    where o.kind = 'university'
)

select distinct c.subject_number, c.contributor_number, c.first_month_on
from university_months u
join intermediate.place_subjects p using (place_number)
join intermediate.subjects s using (subject_number)
join intermediate.confidences l on l.confidence = s.confidence and l.claim_confidence = u.confidence
join intermediate.subject_contributors c
    on c.subject_number = p.subject_number
    and c.contributor_number = if(s.is_joined, u.contributor_number, u.forge_contributor_number)
    and c.first_month_on = u.month_on
where s.subject_kind != 'panel' or u.month_on >= s.counts_from_on - interval 12 month
