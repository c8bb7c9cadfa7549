-- edition: internal
-- grain: one row per subject and contributor: the month of their first commit there

with

first_months as (
    select place_number, contributor_number, min(month_on) as month_on
    from intermediate.place_contributor_months
    group by place_number, contributor_number
)

select p.subject_number, f.contributor_number, min(f.month_on) as first_month_on
from first_months f
join intermediate.place_subjects p using (place_number)
group by p.subject_number, f.contributor_number
