-- edition: internal
-- grain: one row per subject and day in Shanghai with commits that are neither merges nor a bot's

with

place_days as (
    select place_number, contributed_on, count(*) as commit_count
    from intermediate.contributions
    where contribution_kind = 'commit' and not is_bot and not is_merge and is_primary
    group by place_number, contributed_on
)

select s.subject_number, d.contributed_on, sum(d.commit_count)::integer as commit_count
from place_days d
join intermediate.place_subjects p using (place_number)
join intermediate.subjects s using (subject_number)
where d.contributed_on between s.counts_from_on and s.counts_until_on
group by s.subject_number, d.contributed_on
