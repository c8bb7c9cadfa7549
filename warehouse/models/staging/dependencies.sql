-- grain: one row per direct dependency that a manifest at HEAD declares, as known at build.parameters.as_of

with

newest as (
    select * from raw.dependencies
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, manifest, ecosystem, name, kind order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    manifest,
    ecosystem,
    name,
    kind,
    requirement
from newest
where not is_deleted
