-- title_zh: 留下的新贡献者
-- title_en: Retained contributors
-- question_zh: 上一期第一次提交的人，有多少在本期仍有提交？
-- question_en: Of those who first committed in the period before, how many commit again in this one?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-contributors/
-- people: part
-- caution_zh: 个案数为上一期的新贡献者，两者之比即留存率；周期越长越容易留下，不同周期类型之间不可比较；进行中的周期偏小；隔期才回来的人见 marts.contributor_cohorts。
-- caution_en: The cases are the newcomers of the period before; the two give the retention; the longer the period, the easier to stay: do not compare kinds of period; a running period is too low; whoever comes back later is in marts.contributor_cohorts.

with

returned as (
    select subject_number, period_kind, period_start_on, count(*) as contributor_count
    from intermediate.subject_returns
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(r.contributor_count, 0) as value,
    coalesce(n.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join returned r using (subject_number, period_kind, period_start_on)
left join intermediate.subject_newcomers n
    on n.subject_number = s.subject_number
    and n.period_kind = s.period_kind
    and n.next_start_on = s.period_start_on
where s.stream_kind = 'history'
