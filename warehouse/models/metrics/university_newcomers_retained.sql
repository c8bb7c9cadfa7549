-- title_zh: 留下的高校新人
-- title_en: University newcomers who stay
-- question_zh: 上一期第一次提交的高校新人，有多少在本期仍有提交？
-- question_en: Of those from universities who first committed in the period before, how many commit again in this one?
-- unit: count
-- direction: up
-- chaoss: none
-- people: attributed
-- caution_zh: 个案数为上一期的高校新人；只认首次提交当月可归属于已登记高校的人，用个人邮箱的师生不在其中，因此偏小；之后是否仍在该校不论。
-- caution_en: The cases are the university newcomers of the period before; only those whose first month is attributed to a registered university: students and staff with personal mailboxes are missing, so it is too low; whether they are still with the university later does not matter.

with

newcomers as (
    select
        u.subject_number,
        p.period_kind,
        u.contributor_number,
        (p.period_start_on + to_months(case p.period_kind when 'month' then 1 when 'quarter' then 3 else 12 end))::date
            as period_start_on
    from intermediate.university_newcomers u
    join intermediate.period_months p on p.month_on = u.first_month_on
),

counted as (
    select
        n.subject_number,
        n.period_kind,
        n.period_start_on,
        count(r.contributor_number) as retained_count,
        count(*) as newcomer_count
    from newcomers n
    left join intermediate.subject_returns r using (subject_number, period_kind, period_start_on, contributor_number)
    group by n.subject_number, n.period_kind, n.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(c.retained_count, 0) as value,
    coalesce(c.newcomer_count, 0) as sample_count
from intermediate.subject_periods s
left join counted c using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
