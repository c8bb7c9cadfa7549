-- grain: one row per scope and repository that it selects, as known at build.parameters.as_of

with

newest as (
    select * from raw.scope_repositories
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by scope_id, repository_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    scope_id,
    repository_id
from newest
where not is_deleted
