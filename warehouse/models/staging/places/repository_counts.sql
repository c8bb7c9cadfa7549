-- grain: one row per repository and day on which the forge gave its totals, as known at build.parameters.as_of
-- a count of a day after it landed is of a clock that was ahead, and of nobody knows which day

with

newest as (
    select * from raw.repository_counts
    where observed_at <= (select as_of from build.parameters)
        and counted_on <= (observed_at at time zone 'Asia/Shanghai')::date
    qualify row_number() over (partition by repository_id, counted_on order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    counted_on,
    star_count,
    fork_count,
    watcher_count,
    issue_count,
    change_request_count,
    release_count
from newest
where not is_deleted
