-- grain: one row per entry that was taken back, as known at build.parameters.as_of

with

newest as (
    select * from raw.register_undos
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by entry_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    entry_id,
    undone_at,
    undone_by,
    reason
from newest
where not is_deleted
