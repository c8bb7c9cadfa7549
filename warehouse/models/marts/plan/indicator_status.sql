-- grain: one row per indicator, confidence and period: ahead, on track, behind, no target or no data
-- The rule (docs/decisions/0020): no_data without a value, or with less than half of the repositories held in full;
-- no_target where the bureau has set none. Else the expected value lies on the straight line from the value of the
-- baseline year to the target; a flow's line is of years, and the share of the year that is over is expected of a
-- running one. ahead: the target itself is reached, or the value is a twentieth better than expected; behind: it is
-- a twentieth worse; on_track: between.
-- column: plan_id | 规划编号 | plan
-- column: indicator_id | 指标编号 | indicator
-- column: confidence | 置信档 | confidence
-- column: period_kind | 周期类型；有目标的流量只判断年度 | kind of period; a flow with a target is judged by years only
-- column: period_start_on | 周期首日 | first day of the period
-- column: value | 数值 | value
-- column: expected_value | 按目标直线应达到的数值 | value that the line to the target asks for
-- column: status | 状态：ahead、on_track、behind、no_target、no_data | status

with

judged as (
    select
        v.*,
        i.target_value,
        i.target_on,
        i.direction,
        i.accumulation,
        p.known_until_on,
        p.period_end_on,
        make_date(i.baseline_year, 12, 31) as baseline_on,
        b.value as baseline_year_value,
        v.value is null or v.completeness_ratio < 0.5 as is_unknown
    from marts.indicator_values v
    join staging.plan_indicators i using (plan_id, indicator_id)
    join intermediate.indicator_periods p using (period_kind, period_start_on)
    left join marts.indicator_values b
        on b.plan_id = v.plan_id and b.indicator_id = v.indicator_id and b.confidence = v.confidence
        and b.period_kind = 'year' and b.period_start_on = make_date(i.baseline_year, 1, 1)
),

expected as (
    select
        *,
        (
            coalesce(baseline_year_value, 0)
            + (target_value - coalesce(baseline_year_value, 0))
            * greatest(0, least(1, date_diff('day', baseline_on, if(accumulation = 'flow', period_end_on, known_until_on))
                / nullif(date_diff('day', baseline_on, target_on), 0)))
        )
        * if(
            accumulation = 'flow',
            (date_diff('day', period_start_on, known_until_on) + 1)
                / (date_diff('day', period_start_on, period_end_on) + 1),
            1
        ) as expected_value,
        if(direction = 'down', -1, 1) as sign
    from judged
)

select
    plan_id,
    indicator_id,
    confidence,
    period_kind,
    period_start_on,
    value,
    expected_value,
    case
        when is_unknown then 'no_data'
        when target_value is null then 'no_target'
        when sign * value >= sign * target_value then 'ahead'
        when sign * (value - expected_value) >= abs(expected_value) / 20 then 'ahead'
        when sign * (value - expected_value) <= -abs(expected_value) / 20 then 'behind'
        else 'on_track'
    end as status
from expected
where target_value is null or accumulation != 'flow' or period_kind = 'year'
