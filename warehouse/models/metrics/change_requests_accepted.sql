-- title_zh: 合入的变更请求
-- title_en: Change requests accepted
-- question_zh: 合入了多少变更请求？
-- question_en: How many change requests were merged?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-change-requests-accepted/
-- caution_zh: 按合入时间归期；平台标为合入者为准，手工合入后关闭的算作未采纳；机器人提出的不计。
-- caution_en: By the merging; as the forge says, so one merged by hand and closed looks declined; those that bots opened are left out.

with

events as (
    select subject_number, period_kind, period_start_on, event_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'merged'
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
where s.stream_kind = 'change_requests'
