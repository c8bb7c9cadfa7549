-- grain: one row per release branch of OpenHarmony's manifest that says when it began, as known at build.parameters.as_of

with

newest as (
    select * from raw.manifest_branches
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by release_branch order by observed_at desc, stream desc, sequence desc) = 1
)

select
    release_branch,
    began_at,
    (began_at at time zone 'Asia/Shanghai')::date as began_on
from newest
where not is_deleted
