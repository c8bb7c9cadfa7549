-- grain: one row per repository that the config names or an account was found to own
-- Original work is one's own and what a mirror shows of it: forks and upstream code hold other people's commits
-- and count for nothing wider than the repository. A mirror has its original's canonical_repository_id.

with

hidden_accounts as (
    select account_id from staging.registered_accounts where is_aggregate_only
),

registered as (
    select repository_id, forge, full_name, url, role, project_id, mirror_of, is_aggregate_only, depth
    from staging.registered_repositories
),

discovered as (
    select
        r.repository_id,
        r.forge,
        r.owner || '/' || r.name as full_name,
        null as url,
        case when r.is_fork then 'fork' when r.is_mirror then 'mirror' else 'own' end as role,
        r.repository_id as project_id,
        null as mirror_of,
        h.account_id is not null as is_aggregate_only,
        'metadata' as depth
    from staging.repositories r
    left join hidden_accounts h on starts_with(r.repository_id, h.account_id || '/')
    where r.repository_id not in (select repository_id from registered)
),

known as (
    select *, true as is_registered from registered
    union all
    select *, false as is_registered from discovered
)

select
    *,
    coalesce(mirror_of, repository_id) as canonical_repository_id,
    role in ('own', 'mirror') as is_original_work
from known
