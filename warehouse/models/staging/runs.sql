-- grain: one row per run, as known at build.parameters.as_of

with

newest as (
    select * from raw.runs
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by run_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    run_id,
    command,
    scope,
    "only",
    started_at,
    (started_at at time zone 'Asia/Shanghai')::date as started_on,
    ended_at,
    exit_code,
    suiyuan_version
from newest
where not is_deleted
