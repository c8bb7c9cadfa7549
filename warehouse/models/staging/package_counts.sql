-- grain: one row per package and day on which its totals were asked for, as known at build.parameters.as_of

with

newest as (
    select * from raw.package_counts
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by package_id, counted_on order by observed_at desc, stream desc, sequence desc) = 1
)

select
    package_id,
    counted_on,
    download_count,
    dependent_count
from newest
where not is_deleted
