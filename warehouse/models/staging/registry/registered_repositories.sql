-- grain: one row per repository that the config names, as known at build.parameters.as_of

with

newest as (
    select * from raw.registered_repositories
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    forge,
    full_name,
    url,
    role,
    project_id,
    mirror_of,
    is_aggregate_only,
    depth
from newest
where not is_deleted
