-- grain: one row per register, as known at build.parameters.as_of

with

newest as (
    select * from raw.register_definitions
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by register order by observed_at desc, stream desc, sequence desc) = 1
)

select
    register,
    name_zh,
    name_en,
    from_column,
    until_column
from newest
where not is_deleted
