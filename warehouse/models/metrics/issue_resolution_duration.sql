-- title_zh: 议题解决时长
-- title_en: Issue resolution duration
-- question_zh: 议题从提出到关闭用了多久？
-- question_en: How long from opening an issue to closing it?
-- unit: days
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-issue-resolution-duration/
-- caution_zh: 中位数，按关闭时间归期；清理积压会使当期偏大；机器人提出的不计。
-- caution_en: Median, by the closing; clearing a backlog makes a period look slow; those that bots opened are left out.

with

events as (
    select subject_number, period_kind, period_start_on, median_hours, hours_count
    from intermediate.subject_thread_counts
    where thread_kind = 'issue' and event_kind = 'closed'
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    e.median_hours / 24 as value,
    coalesce(e.hours_count, 0) as sample_count
from intermediate.subject_periods s
left join events e using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'issues'
