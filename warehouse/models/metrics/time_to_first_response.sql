-- title_zh: 首次响应时间
-- title_en: Time to first response
-- question_zh: 变更请求提出后多久得到他人的首次回应？
-- question_en: How long until somebody else answers a change request?
-- unit: hours
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-time-to-first-response/
-- caution_zh: 中位数，按提出时间归期；评论和评审都算回应，作者自己、机器人和已注销账号的不算；只看有回应的，因此近期偏小；没有采集评论的平台无定义。
-- caution_en: Median, by the opening; comments and reviews both answer, those by the author, by bots and by deleted accounts do not; only those answered, so recent periods look fast; undefined where a forge's comments are not collected.

with

events as (
    select subject_number, period_kind, period_start_on, median_hours, hours_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'opened'
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    e.median_hours as value,
    coalesce(e.hours_count, 0) as sample_count
from intermediate.subject_periods s
left join events e using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
