-- title_zh: 未采纳的变更请求
-- title_en: Change requests declined
-- question_zh: 有多少变更请求未合入即关闭？
-- question_en: How many change requests were closed without being merged?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-change-requests-declined/
-- caution_zh: 按关闭时间归期；手工合入后关闭的也在其中；机器人提出的不计。
-- caution_en: By the closing; includes those merged by hand and closed; those that bots opened are left out.

with

events as (
    select subject_number, period_kind, period_start_on, event_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'declined'
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
