-- grain: one row per repository and version of what its HEAD shows, with the days on which it was the newest

with

versions as (
    select
        *,
        (observed_at at time zone 'Asia/Shanghai')::date as seen_from_on,
        (lead(observed_at) over (partition by repository_id order by observed_at, stream, sequence)
            at time zone 'Asia/Shanghai')::date as next_seen_on
    from raw.repository_heads
    where observed_at <= (select as_of from build.parameters)
)

select
    repository_id,
    seen_from_on,
    coalesce(next_seen_on, date '9999-12-31') as seen_until_on,
    is_empty,
    has_license,
    has_security_policy
from versions
where not is_deleted and seen_from_on < coalesce(next_seen_on, date '9999-12-31')
