-- grain: one row per run, as known at build.parameters.as_of
-- records without last_step are of before the end of collecting and of the run were two facts: where such a run
-- went on to build, its first end is that of its collecting, and only a second one that of the run
-- what a clock ahead dated later than it landed counts from when it landed

with

versions as (
    select
        *,
        min(observed_at) over (partition by run_id) as landed_at,
        min(ended_at) over (partition by run_id) as first_ended_at,
        max(ended_at) over (partition by run_id) as last_ended_at
    from raw.runs
    where observed_at <= (select as_of from build.parameters)
),

newest as (
    select
        *,
        last_step is null
            and command in ('run', 'build', 'rebuild')
            and exit_code in (0, 2)
            and first_ended_at = last_ended_at as is_end_unknown
    from versions
    qualify row_number() over (partition by run_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    run_id,
    command,
    scope,
    "only",
    least(started_at, landed_at) as started_at,
    (least(started_at, landed_at) at time zone 'Asia/Shanghai')::date as started_on,
    case
        when collected_at is not null then least(collected_at, observed_at)
        when last_step is null and first_ended_at is not null then least(first_ended_at, observed_at)
    end as collected_at,
    case when ended_at is not null and not is_end_unknown then least(ended_at, observed_at) end as ended_at,
    case when not is_end_unknown then exit_code end as exit_code,
    last_step,
    case
        when is_end_unknown then 'unknown'
        when ended_at is not null then 'ended'
        when run_id = (select run_id from build.parameters) then 'building'
        else 'unfinished'
    end as state,
    suiyuan_version
from newest
where not is_deleted
