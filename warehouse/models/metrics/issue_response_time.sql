-- title_zh: 议题首次响应时间
-- title_en: Issue response time
-- question_zh: 议题提出后多久得到他人的首次回应？
-- question_en: How long until somebody else answers an issue?
-- unit: hours
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-issue-response-time/
-- caution_zh: 中位数，按提出时间归期；只看有回应的议题，尚无回应的不计入，因此近期偏小；作者自己、机器人和已注销账号的回应不算；没有采集评论的平台无定义。
-- caution_en: Median, by the opening; only issues that were answered, so recent periods look fast; answers by the author, by bots and by deleted accounts do not count; undefined where a forge's comments are not collected.

with

events as (
    select subject_number, period_kind, period_start_on, median_hours, hours_count
    from intermediate.subject_thread_counts
    where thread_kind = 'issue' and event_kind = 'opened'
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
where s.stream_kind = 'issues'
