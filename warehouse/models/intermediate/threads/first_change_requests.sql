-- edition: internal
-- grain: one row per subject and contributor: when their first change request there was opened, bots apart

with

firsts as (
    select e.place_number, e.contributor_id, e.forge_contributor_id, min(c.opened_at) as opened_at
    from intermediate.thread_events e
    join staging.change_requests c using (repository_id, number)
    where e.thread_kind = 'change_request' and e.event_kind = 'opened' and e.account_id is not null
        and not e.is_bot_thread
    group by e.place_number, e.contributor_id, e.forge_contributor_id
)

select
    s.subject_number,
    if(u.is_joined, f.contributor_id, f.forge_contributor_id) as contributor_id,
    min(f.opened_at) as first_opened_at
from firsts f
join intermediate.thread_place_subjects s using (place_number)
join intermediate.subjects u using (subject_number)
group by s.subject_number, if(u.is_joined, f.contributor_id, f.forge_contributor_id)
