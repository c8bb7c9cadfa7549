-- edition: internal
-- grain: one row per subject and account: when its first change request there was opened, bots apart

with

firsts as (
    select e.span_number, e.account_id, min(c.opened_at) as opened_at
    from intermediate.thread_events e
    join staging.change_requests c using (repository_id, number)
    where e.thread_kind = 'change_request' and e.event_kind = 'opened' and e.account_id is not null
        and not e.is_bot_thread
    group by e.span_number, e.account_id
)

select s.subject_number, f.account_id, min(f.opened_at) as first_opened_at
from firsts f
join intermediate.span_subjects s using (span_number)
group by s.subject_number, f.account_id
