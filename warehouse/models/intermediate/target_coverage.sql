-- grain: one row per target and kind of stream: how far at least one source covers it

select
    target_id,
    stream_kind,
    case when bool_and(covered_from_on is not null) then min(covered_from_on) else date '0001-01-01' end as covered_from_on,
    max(covered_until_on) as covered_until_on
from intermediate.stream_coverage
where covered_until_on is not null
group by target_id, stream_kind
