-- grain: one row per line of an imported template, as known at build.parameters.as_of

with

newest as (
    select * from raw.register_rows
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by entry_id, row_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    entry_id,
    register,
    row_id,
    cells
from newest
where not is_deleted
