-- grain: one row per imported template, as known at build.parameters.as_of

with

newest as (
    select * from raw.register_entries
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by entry_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    entry_id,
    register,
    entered_at,
    entered_by,
    document,
    file_sha256,
    row_count
from newest
where not is_deleted
