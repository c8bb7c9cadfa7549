-- as: view
-- edition: internal
-- grain: one row per subject, period and event of an issue or change request that no bot opened

select s.subject_number, p.period_kind, p.period_start_on, e.*
from intermediate.thread_events e
join intermediate.thread_place_subjects s using (place_number)
join intermediate.subjects u using (subject_number)
join intermediate.period_months p using (month_on)
where not e.is_bot_thread and e.month_on between u.counts_from_on and u.counts_until_on
