-- grain: one row per fork made on the forge, as known at build.parameters.as_of

with

newest as (
    select * from raw.forks
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, forge_fork_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    forge_fork_id,
    owner_account_id,
    forked_at,
    (forked_at at time zone 'Asia/Shanghai')::date as forked_on
from newest
where not is_deleted
