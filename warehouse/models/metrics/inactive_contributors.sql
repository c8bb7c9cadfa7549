-- title_zh: 停止活动的贡献者
-- title_en: Inactive contributors
-- question_zh: 有多少人到本期为止已连续六个月没有提交？
-- question_en: How many people have, by this period, been silent for six months on end?
-- unit: count
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-inactive-contributors/
-- people: yes
-- caution_zh: 连续第六个没有提交的月份落在本期之内者计入，之后恢复提交不改变这一次；本期未结束时无定义。
-- caution_en: Whoever has the sixth silent month in a row in the period; coming back later does not undo it; undefined until the period is over.

with

months as (
    select
        subject_number,
        contributor_number,
        month_on,
        lead(month_on) over (partition by subject_number, contributor_number order by month_on) as next_month_on
    from intermediate.subject_contributor_months
),

silences as (
    select subject_number, contributor_number, (month_on + interval 6 month)::date as sixth_silent_month_on
    from months
    where next_month_on is null or next_month_on > month_on + interval 6 month
),

silent as (
    select i.subject_number, p.period_kind, p.period_start_on, count(distinct i.contributor_number) as contributor_count
    from silences i
    join intermediate.period_months p on p.month_on = i.sixth_silent_month_on
    group by i.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    case when p.is_complete then coalesce(i.contributor_count, 0) end as value,
    case when p.is_complete then coalesce(i.contributor_count, 0) else 0 end as sample_count
from intermediate.subject_periods s
join intermediate.periods p using (period_kind, period_start_on)
left join silent i using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
