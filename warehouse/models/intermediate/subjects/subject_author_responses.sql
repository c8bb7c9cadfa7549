-- edition: internal
-- grain: one row per subject, period and whether the author had opened a change request there before: the hours until
-- somebody else answered

with

opened as (
    select
        s.subject_number,
        if(u.is_joined, e.contributor_id, e.forge_contributor_id) as contributor_id,
        e.month_on,
        e.hours,
        c.opened_at
    from intermediate.thread_events e
    join staging.change_requests c using (repository_id, number)
    join intermediate.thread_place_subjects s using (place_number)
    join intermediate.subjects u using (subject_number)
    where e.thread_kind = 'change_request' and e.event_kind = 'opened' and e.account_id is not null
        and not e.is_bot_thread and e.month_on between u.counts_from_on and u.counts_until_on
),

told_apart as (
    select o.*, o.opened_at = f.first_opened_at as is_first
    from opened o
    join intermediate.first_change_requests f using (subject_number, contributor_id)
)

select
    t.subject_number,
    p.period_kind,
    p.period_start_on,
    t.is_first,
    median(t.hours) as median_hours,
    count(t.hours) as hours_count
from told_apart t
join intermediate.period_months p using (month_on)
group by t.subject_number, p.period_kind, p.period_start_on, t.is_first
