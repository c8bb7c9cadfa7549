-- title_zh: 关闭议题
-- title_en: Closed issues
-- question_zh: 关闭了多少议题？
-- question_en: How many issues were closed?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-issues-closed/
-- caution_zh: 以最近一次关闭为准：重新打开后再关闭的只计后一次；机器人提出的不计。
-- caution_en: By the last closing: one that was reopened and closed again counts the second time only; those that bots opened are left out.

with

events as (
    select subject_number, period_kind, period_start_on, event_count
    from intermediate.subject_thread_counts
    where thread_kind = 'issue' and event_kind = 'closed'
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(e.event_count, 0) as value,
    coalesce(e.event_count, 0) as sample_count
from intermediate.subject_periods s
left join events e using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'issues'
