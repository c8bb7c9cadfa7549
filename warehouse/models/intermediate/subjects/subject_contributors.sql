-- edition: internal
-- grain: one row per subject and contributor: the month of their first commit there

with

first_months as (
    select place_number, contributor_number, forge_contributor_number, min(month_on) as month_on
    from intermediate.place_contributor_months
    group by place_number, contributor_number, forge_contributor_number
)

select
    s.subject_number,
    if(s.is_joined, f.contributor_number, f.forge_contributor_number) as contributor_number,
    min(f.month_on) as first_month_on
from first_months f
join intermediate.place_subjects p using (place_number)
join intermediate.subjects s using (subject_number)
group by s.subject_number, if(s.is_joined, f.contributor_number, f.forge_contributor_number)
