-- title_zh: 变更请求
-- title_en: Change requests
-- question_zh: 提出了多少变更请求？
-- question_en: How many change requests were opened?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-change-requests/
-- caution_zh: 拉取请求与合并请求同义；机器人提出的不计；不经变更请求直接推送的改动看不到；随仓库迁到另一平台的，持有两处的主体只计一次。
-- caution_en: Pull and merge requests alike; those that bots opened are left out; changes pushed without one are not seen; one that was carried over to another forge counts once in what holds both places.

with

events as (
    select subject_number, period_kind, period_start_on, event_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'opened'
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
