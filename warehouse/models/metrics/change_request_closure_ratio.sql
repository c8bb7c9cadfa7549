-- title_zh: 变更请求关闭比
-- title_en: Change request closure ratio
-- question_zh: 处理的变更请求跟得上新提出的吗？
-- question_en: Are change requests dealt with as fast as they arrive?
-- unit: ratio
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-change-request-closure-ratio/
-- caution_zh: 本期合入与未采纳之和除以本期新提出数，处理积压时可以大于 1；本期没有新提出的则无定义。
-- caution_en: Merged and declined in the period over opened in it, above 1 while a backlog is cleared; undefined where none was opened.

with

counts as (
    select
        subject_number,
        period_kind,
        period_start_on,
        sum(event_count) filter (event_kind in ('merged', 'declined')) as closed_count,
        sum(event_count) filter (event_kind = 'opened') as opened_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request'
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    case when c.opened_count > 0 then coalesce(c.closed_count, 0) / c.opened_count end as value,
    coalesce(c.opened_count, 0) as sample_count
from intermediate.subject_periods s
left join counts c using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
