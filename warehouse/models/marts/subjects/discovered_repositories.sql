-- grain: one row per public repository that a claimed account holds, if the account's repositories may be named
-- column: account | 账号 | account, as the config claims it
-- column: forge | 平台 | forge
-- column: full_name | 所有者/名称 | owner/name as the forge writes it today
-- column: forge_repository_id | 平台的仓库编号 | the forge's own id, which outlives renames
-- column: created_on | 创建日 | day on which it was made
-- column: first_seen_on | 首次发现日 | day on which it was found
-- column: is_fork | 是否派生 | whether it is a fork
-- column: is_archived | 是否已归档 | whether it is archived
-- column: is_mirror | 是否镜像 | whether it is a mirror
-- column: repository_id | 已登记的仓库编号；空为待登记 | the repository that it is registered or taken in as; empty while it waits

with

registered as (
    select r.repository_id, r.forge, f.forge_repository_id
    from staging.registered_repositories r
    left join staging.repositories f using (repository_id)
),

hidden as (
    select repository_id from staging.registered_repositories where is_aggregate_only
),

matched as (
    select
        d.*,
        coalesce(
            (select min(r.repository_id) from registered r
             where r.forge = d.forge and r.forge_repository_id = d.forge_repository_id),
            (select r.repository_id from registered r
             where r.repository_id = d.repository_id and r.forge_repository_id is null)
        ) as registered_id
    from staging.discovered_repositories d
)

select
    account_id as account,
    forge,
    full_name,
    forge_repository_id,
    created_on,
    first_seen_on,
    is_fork,
    is_archived,
    is_mirror,
    registered_id as repository_id
from matched
where account_id not in (select account_id from staging.registered_accounts where is_aggregate_only)
    and coalesce(registered_id, '') not in (select repository_id from hidden)
