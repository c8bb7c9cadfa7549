-- grain: one row per registered indicator, confidence and period, where its register holds any fact that stands
-- A flow counts what happened in the period, a stock what stands on its last known day. Registers are not collected,
-- so nothing is known of their completeness; a registered fact is sure at every confidence.

with

matching as (
    select i.plan_id, i.indicator_id, i.accumulation, i.reading, f.cells, f.counts_from_on, f.counts_until_on
    from staging.plan_indicators i
    join intermediate.register_facts f on f.register = i.reads
    where i.kind = 'registered'
        and len(list_filter(
            i.filters,
            lambda narrowed: not list_contains(
                string_split(split_part(narrowed, '=', 2), '|'),
                coalesce(json_extract_string(f.cells, '$.' || split_part(narrowed, '=', 1)), '')
            )
        )) = 0
),

held as (
    select distinct i.plan_id, i.indicator_id, i.accumulation, i.reading
    from staging.plan_indicators i
    join intermediate.register_facts f on f.register = i.reads
    where i.kind = 'registered'
),

counted as (
    select
        h.plan_id,
        h.indicator_id,
        h.reading,
        p.period_kind,
        p.period_start_on,
        m.cells,
        json_extract_string(m.cells, '$.' || nullif(split_part(h.reading, ':', 2), '')) as cell
    from held h
    cross join intermediate.indicator_periods p
    left join matching m
        on m.plan_id = h.plan_id and m.indicator_id = h.indicator_id
        and m.counts_from_on <= p.known_until_on
        and if(h.accumulation = 'flow', m.counts_from_on >= p.period_start_on, m.counts_until_on >= p.known_until_on)
),

read as (
    select
        plan_id,
        indicator_id,
        period_kind,
        period_start_on,
        case split_part(reading, ':', 1)
            when 'count' then count(cells)
            when 'sum' then coalesce(sum(try_cast(cell as double)), 0)
            when 'distinct' then count(distinct cell)
        end::double as value,
        count(cells) as sample_count
    from counted
    group by plan_id, indicator_id, period_kind, period_start_on, reading
)

select
    r.plan_id,
    r.indicator_id,
    c.confidence,
    r.period_kind,
    r.period_start_on,
    r.value,
    r.sample_count,
    null::bigint as target_count,
    null::bigint as complete_target_count
from read r
cross join (select distinct confidence from intermediate.confidences) c
