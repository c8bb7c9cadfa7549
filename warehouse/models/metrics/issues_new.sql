-- title_zh: 新增议题
-- title_en: New issues
-- question_zh: 提出了多少议题？
-- question_en: How many issues were opened?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-issues-new/
-- caution_zh: 机器人提出的不计；被删除的议题一经复核即消失；随仓库迁到另一平台的，持有两处的主体只计一次。
-- caution_en: Those that bots opened are left out; a deleted issue disappears once it is found gone; one that was carried over to another forge counts once in what holds both places.

with

events as (
    select subject_number, period_kind, period_start_on, event_count
    from intermediate.subject_thread_counts
    where thread_kind = 'issue' and event_kind = 'opened'
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
