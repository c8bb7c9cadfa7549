-- grain: one row per stream that the scopes ask for, as known at build.parameters.as_of

with

newest as (
    select * from raw.planned_streams
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by source, target_id, kind order by observed_at desc, stream desc, sequence desc) = 1
)

select
    source,
    target_id,
    kind
from newest
where not is_deleted
