-- grain: one row per target and kind of stream: how far at least one source covers it

select
    target_id,
    stream_kind,
    max(covered_until_on) as covered_until_on
from intermediate.stream_coverage
where covered_until_on is not null
group by target_id, stream_kind
