-- title_zh: 活动突发性
-- title_en: Burstiness
-- question_zh: 提交是均匀分布还是集中在少数日子？
-- question_en: Are commits spread evenly over the days, or do they come in bursts?
-- unit: index
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-burstiness/
-- caution_zh: 每日提交数的标准差减均值，除以两者之和：-1 为每天一样，越接近 1 越集中；没有提交时无定义；短周期天数少，数值不稳。
-- caution_en: Standard deviation less mean of the commits a day, over their sum: -1 is the same every day, towards 1 is bursts; undefined without commits; unsteady for short periods.

with

days as (
    select
        p.period_kind,
        p.period_start_on,
        date_diff('day', p.period_start_on, least(p.period_end_on, a.as_of_on)) + 1 as day_count
    from intermediate.periods p, staging.as_of a
),

sums as (
    select
        d.subject_number,
        p.period_kind,
        p.period_start_on,
        sum(d.commit_count) as commit_count,
        sum(d.commit_count::double * d.commit_count) as square_sum
    from intermediate.subject_days d
    join intermediate.period_months p on p.month_on = date_trunc('month', d.contributed_on)
    group by d.subject_number, p.period_kind, p.period_start_on
),

moments as (
    select
        s.*,
        s.commit_count / d.day_count as mean,
        sqrt(greatest(s.square_sum / d.day_count - (s.commit_count / d.day_count) ** 2, 0)) as deviation
    from sums s
    join days d using (period_kind, period_start_on)
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    (m.deviation - m.mean) / (m.deviation + m.mean) as value,
    coalesce(m.commit_count, 0) as sample_count
from intermediate.subject_periods s
left join moments m using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
