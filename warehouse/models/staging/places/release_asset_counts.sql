-- grain: one row per release asset and day on which its downloads were asked for, as known at build.parameters.as_of
-- a count of a day after it landed is of a clock that was ahead, and of nobody knows which day

with

newest as (
    select * from raw.release_asset_counts
    where observed_at <= (select as_of from build.parameters)
        and counted_on <= (observed_at at time zone 'Asia/Shanghai')::date
    qualify row_number() over (partition by repository_id, release_id, asset_id, counted_on order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    release_id,
    asset_id,
    counted_on,
    size_bytes,
    download_count
from newest
where not is_deleted
