-- title_zh: 活跃议题
-- title_en: Active issues
-- question_zh: 有多少议题在本期有动静？
-- question_en: With how many issues did something happen?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-issues-active/
-- caution_zh: 提出、评论或关闭过的议题，各计一次；只有标签变动的不计；机器人提出的不计，机器人的评论也不计。
-- caution_en: Issues that were opened, commented on or closed, each once; a mere change of labels does not count, nor do issues and comments of bots.

with

stirred as (
    select distinct place_number, month_on, repository_id, number
    from intermediate.thread_events
    where thread_kind = 'issue' and not is_bot_thread and not is_by_bot
),

issues as (
    select
        s.place_number,
        s.month_on,
        coalesce(c.first_repository_id, s.repository_id) as repository_id,
        coalesce(c.first_number, s.number) as number
    from stirred s
    left join intermediate.thread_copies c
        on c.thread_kind = 'issue' and c.repository_id = s.repository_id and c.number = s.number
),

active as (
    select
        s.subject_number,
        p.period_kind,
        p.period_start_on,
        count(distinct (i.repository_id, i.number)) as issue_count
    from issues i
    join intermediate.thread_place_subjects s using (place_number)
    join intermediate.subjects u using (subject_number)
    join intermediate.period_months p using (month_on)
    where i.month_on between u.counts_from_on and u.counts_until_on
    group by s.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(a.issue_count, 0) as value,
    coalesce(a.issue_count, 0) as sample_count
from intermediate.subject_periods s
left join active a using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'issues'
