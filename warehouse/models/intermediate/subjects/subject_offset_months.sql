-- edition: internal
-- grain: one row per subject, month and UTC offset at which somebody wrote a commit

with

place_offsets as (
    select distinct place_number, month_on, author_offset_minutes
    from intermediate.contributions
    where contribution_kind = 'commit' and not is_bot and not is_merge
)

select distinct p.subject_number, o.month_on, o.author_offset_minutes
from place_offsets o
join intermediate.place_subjects p using (place_number)
join intermediate.subjects s using (subject_number)
where o.month_on between s.counts_from_on and s.counts_until_on
