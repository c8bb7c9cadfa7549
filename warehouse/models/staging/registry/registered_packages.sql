-- grain: one row per package that the config names, as known at build.parameters.as_of

with

newest as (
    select * from raw.registered_packages
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by package_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    package_id,
    ecosystem,
    name,
    repository_id,
    relation
from newest
where not is_deleted
