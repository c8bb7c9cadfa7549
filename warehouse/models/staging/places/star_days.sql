-- grain: one row per repository and day on which it gained stars, as known at build.parameters.as_of

with

newest as (
    select * from raw.star_days
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, starred_on order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    starred_on,
    star_count
from newest
where not is_deleted
