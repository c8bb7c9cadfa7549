-- grain: one row per registered indicator, confidence and period, where its register holds any fact that stands
-- A period without a fact has 0; one whose facts all leave the cell empty that is summed or told apart has no value.
-- Registers are not collected, so nothing is known of their completeness; a registered fact is sure at every confidence.

with

held as (
    select distinct i.plan_id, i.indicator_id, split_part(i.reading, ':', 1) as how
    from staging.plan_indicators i
    join intermediate.register_facts f on f.register = i.reads
    where i.kind = 'registered'
),

read as (
    select
        h.plan_id,
        h.indicator_id,
        p.period_kind,
        p.period_start_on,
        case h.how
            when 'count' then count(f.row_id)
            when 'sum' then if(count(f.row_id) = 0, 0, sum(try_cast(f.cell as double)))
            when 'distinct' then if(count(f.row_id) = 0, 0, nullif(count(distinct f.cell), 0))
        end::double as value,
        count(f.row_id) as sample_count
    from held h
    cross join intermediate.indicator_periods p
    left join intermediate.indicator_facts f
        on f.plan_id = h.plan_id
        and f.indicator_id = h.indicator_id
        and f.period_kind = p.period_kind
        and f.period_start_on = p.period_start_on
    group by h.plan_id, h.indicator_id, h.how, p.period_kind, p.period_start_on
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
    null::bigint as complete_target_count,
    null::bigint as listed_organization_count,
    null::bigint as target_organization_count
from read r
cross join (select distinct confidence from intermediate.confidences) c
