-- grain: one row per other name that a repository has had, as known at build.parameters.as_of

with

newest as (
    select * from raw.repository_aliases
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, forge, full_name order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    forge,
    full_name,
    forge_repository_id,
    least(seen_on, (observed_at at time zone 'Asia/Shanghai')::date) as seen_on,
    reason
from newest
where not is_deleted
