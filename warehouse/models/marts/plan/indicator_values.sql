-- grain: one row per indicator, confidence and period that has a value or an undefined one; no row is no data
-- column: plan_id | 规划编号 | plan
-- column: indicator_id | 指标编号 | indicator
-- column: confidence | 置信档 | confidence of the claims that it rests on
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日 | first day of the period
-- column: is_provisional | 周期尚未结束 | whether the period is not over yet
-- column: value | 数值；NULL 表示没有可计入的仓库、均未采集、无定义或不公布，0 表示看过而没有 | value; NULL: no repository in scope, none held, undefined or withheld; 0: looked at, and nothing there
-- column: sample_count | 所依据的个案数 | how many cases it rests on
-- column: target_count | 应采集的仓库数；登记类指标为空 | repositories that should be held; NULL for registers
-- column: complete_target_count | 其中完整采集的仓库数；进行中的周期为采集到今日的 | how many of them are held in full; of a running period, how many so far
-- column: listed_organization_count | 推算类：名录中符合筛选条件的机构数 | of a derived one: organisations of the directory that its filter takes
-- column: target_organization_count | 推算类：其中在该置信档有可计入仓库的机构数 | of a derived one: those of them that have a repository at this confidence
-- column: is_suppressed | 涉及少于 5 人，不公布 | whether the value is withheld because it concerns fewer than five people
-- column: completeness_ratio | 完整度 | share of them; NULL where that means nothing
-- column: previous_value | 上一期数值；周期尚未结束的不与完整周期相比，为空 | value of the period before; empty while the period runs, which is not compared with a whole one
-- column: year_ago_value | 上年同期数值；周期尚未结束的为空 | value of the same period a year ago; empty while the period runs
-- column: baseline_value | 基期年同期数值；周期尚未结束的为空 | value of the same period of the baseline year; empty while the period runs

with

measured as (
    select
        s.plan_id,
        s.indicator_id,
        s.confidence,
        p.period_kind,
        p.period_start_on,
        if(w.metric is null, m.value, null) as value,
        if(w.metric is null, m.sample_count, null) as sample_count,
        c.target_count,
        if(p.is_complete, c.complete_target_count, c.covered_target_count) as complete_target_count,
        null as listed_organization_count,
        null as target_organization_count,
        w.metric is not null as is_suppressed
    from intermediate.indicator_subjects s
    join metrics.all_measures m
        on m.metric = s.reads and m.subject_kind = s.subject_kind and m.subject_id = s.subject_id
    join intermediate.indicator_periods p
        on p.period_kind = m.period_kind and p.period_start_on = m.period_start_on
    left join marts.suppressed_measures w
        on w.metric = m.metric and w.subject_kind = m.subject_kind and w.subject_id = m.subject_id
        and w.period_kind = m.period_kind and w.period_start_on = m.period_start_on
    left join intermediate.subject_periods c
        on c.subject_kind = s.subject_kind and c.subject_id = s.subject_id and c.stream_kind = 'history'
        and c.period_kind = m.period_kind and c.period_start_on = m.period_start_on
),

read as (
    select * from measured
    union all
    select *, false from intermediate.indicator_registered
    union all
    select *, false from intermediate.indicator_derived
    union all
    select *, false from intermediate.indicator_elsewhere
),

steps as (
    select *
    from (values ('month', 1), ('quarter', 3), ('year', 12)) as s(period_kind, month_count)
)

select
    r.plan_id,
    r.indicator_id,
    r.confidence,
    r.period_kind,
    r.period_start_on,
    not p.is_complete as is_provisional,
    r.value,
    r.sample_count,
    r.target_count,
    r.complete_target_count,
    r.listed_organization_count,
    r.target_organization_count,
    r.is_suppressed,
    r.complete_target_count / nullif(r.target_count, 0) as completeness_ratio,
    if(p.is_complete, before.value, null) as previous_value,
    if(p.is_complete, year_ago.value, null) as year_ago_value,
    if(p.is_complete, baseline.value, null) as baseline_value
from read r
join intermediate.indicator_periods p using (period_kind, period_start_on)
join steps s using (period_kind)
join staging.plan_indicators i using (plan_id, indicator_id)
left join read before
    on before.plan_id = r.plan_id and before.indicator_id = r.indicator_id and before.confidence = r.confidence
    and before.period_kind = r.period_kind
    and before.period_start_on = (r.period_start_on - to_months(s.month_count))::date
left join read year_ago
    on year_ago.plan_id = r.plan_id and year_ago.indicator_id = r.indicator_id and year_ago.confidence = r.confidence
    and year_ago.period_kind = r.period_kind
    and year_ago.period_start_on = (r.period_start_on - interval 12 month)::date
left join read baseline
    on baseline.plan_id = r.plan_id and baseline.indicator_id = r.indicator_id and baseline.confidence = r.confidence
    and baseline.period_kind = r.period_kind
    and baseline.period_start_on
        = make_date(i.baseline_year, month(r.period_start_on), day(r.period_start_on))
