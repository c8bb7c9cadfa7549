-- grain: one row per claimed account and public repository that it holds, as known at build.parameters.as_of

with

versions as (
    select
        *,
        min(observed_at) over (partition by account_id, forge_repository_id) as first_seen_at
    from raw.discovered_repositories
    where observed_at <= (select as_of from build.parameters)
),

newest as (
    select * from versions
    qualify row_number() over (partition by account_id, forge_repository_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    account_id,
    forge,
    forge_repository_id,
    full_name,
    forge || ':' || lower(full_name) as repository_id,
    (created_at at time zone 'Asia/Shanghai')::date as created_on,
    (first_seen_at at time zone 'Asia/Shanghai')::date as first_seen_on,
    is_fork,
    is_archived,
    is_mirror
from newest
where not is_deleted
