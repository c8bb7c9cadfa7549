-- grain: one row per stream of a run, as known at build.parameters.as_of
-- what a clock ahead dated later than it landed counts from when it landed

with

newest as (
    select * from raw.ledger
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by run_id, source, target_id, kind, started_at order by observed_at desc, stream desc, sequence desc) = 1
)

select
    run_id,
    source,
    target_id,
    kind,
    least(started_at, observed_at) as started_at,
    (least(started_at, observed_at) at time zone 'Asia/Shanghai')::date as started_on,
    least(ended_at, observed_at) as ended_at,
    outcome,
    detail,
    window_from,
    (window_from at time zone 'Asia/Shanghai')::date as window_from_on,
    window_until,
    (window_until at time zone 'Asia/Shanghai')::date as window_until_on,
    row_count,
    forge_total,
    request_count,
    quota_remaining,
    is_complete
from newest
where not is_deleted
