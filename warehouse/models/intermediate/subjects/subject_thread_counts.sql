-- edition: internal
-- grain: one row per subject, period, kind of thread and kind of event: how often, and how long it took;
-- comments are too many for this

select
    subject_number,
    period_kind,
    period_start_on,
    thread_kind,
    event_kind,
    count(*) as event_count,
    median(hours) as median_hours,
    count(hours) as hours_count,
    median(review_hours) filter (review_hours >= 0) as median_review_hours,
    count(review_hours) filter (review_hours >= 0) as review_hours_count
from intermediate.subject_thread_events
where event_kind != 'commented'
group by subject_number, period_kind, period_start_on, thread_kind, event_kind
