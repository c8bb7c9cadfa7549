-- grain: one row per dependency of a manifest and version of it, with the days on which it was the newest

with

versions as (
    select
        *,
        (observed_at at time zone 'Asia/Shanghai')::date as seen_from_on,
        (lead(observed_at) over (
            partition by repository_id, manifest, ecosystem, name, kind order by observed_at, stream, sequence
        ) at time zone 'Asia/Shanghai')::date as next_seen_on
    from raw.dependencies
    where observed_at <= (select as_of from build.parameters)
)

select
    repository_id,
    manifest,
    ecosystem,
    name,
    kind,
    requirement,
    locked_version,
    seen_from_on,
    coalesce(next_seen_on, date '9999-12-31') as seen_until_on
from versions
where not is_deleted and seen_from_on < coalesce(next_seen_on, date '9999-12-31')
