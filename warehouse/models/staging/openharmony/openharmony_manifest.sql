-- grain: one row per release branch and repository that its manifest names, as known at build.parameters.as_of

with

newest as (
    select * from raw.manifest_repositories
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by release_branch, name order by observed_at desc, stream desc, sequence desc) = 1
)

select
    release_branch,
    name,
    source_path,
    groups,
    system_types,
    repository_class,
    remote,
    revision,
    starts_with(name, 'third_party_') as is_upstream_code
from newest
where not is_deleted
