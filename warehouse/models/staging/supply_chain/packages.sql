-- grain: one row per package, as known at build.parameters.as_of

with

newest as (
    select * from raw.packages
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by package_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    package_id,
    ecosystem,
    name,
    license,
    repository_url,
    latest_version,
    release_count,
    is_deprecated
from newest
where not is_deleted
