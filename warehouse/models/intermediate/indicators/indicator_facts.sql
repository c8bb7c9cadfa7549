-- grain: one row per registered indicator, period and registered fact that it counts
-- A flow counts what happened in the period, a stock what stands on its last known day.

with

matching as (
    select i.plan_id, i.indicator_id, i.accumulation, i.reading, f.row_id, f.cells, f.counts_from_on, f.counts_until_on
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
)

select
    m.plan_id,
    m.indicator_id,
    p.period_kind,
    p.period_start_on,
    m.row_id,
    m.cells,
    split_part(m.reading, ':', 1) as how,
    json_extract_string(m.cells, '$.' || nullif(split_part(m.reading, ':', 2), '')) as cell
from matching m
join intermediate.indicator_periods p
    on m.counts_from_on <= p.known_until_on
    and if(m.accumulation = 'flow', m.counts_from_on >= p.period_start_on, m.counts_until_on >= p.known_until_on)
