-- title_zh: 变更请求时长
-- title_en: Change request duration
-- question_zh: 变更请求从提出到合入用了多久？
-- question_en: How long from opening a change request to merging it?
-- unit: days
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-change-requests-duration/
-- caution_zh: 中位数，只看合入的，按合入时间归期；草稿期也算在内；机器人提出的不计。
-- caution_en: Median of those merged, by the merging; the time as a draft counts; those that bots opened are left out.

with

events as (
    select subject_number, period_kind, period_start_on, median_hours, hours_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'merged'
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
where s.stream_kind = 'change_requests'
