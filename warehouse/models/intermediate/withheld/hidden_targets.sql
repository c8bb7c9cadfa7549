-- edition: internal
-- grain: one row per id that no public table names: of an aggregate-only repository, its other names and packages
-- What is collected of an aggregate-only account is hidden whether its repositories are known yet or not.

with

repositories as (
    select repository_id, forge, full_name from intermediate.repositories where is_aggregate_only
),

accounts as (
    select account_id || '/' as prefix from staging.registered_accounts where is_aggregate_only
),

named_anywhere as (
    select target_id from staging.ledger
    union
    select target_id from staging.planned_streams
    union
    select repository_id from staging.discovered_repositories
    union
    select account_id || '/' || split_part(full_name, '/', -1) from staging.discovered_repositories
)

select repository_id as target_id from repositories
union
select lower(forge || ':' || full_name) from repositories
union
select lower(a.forge || ':' || a.full_name)
from staging.repository_aliases a
join repositories r using (repository_id)
union
select p.package_id
from staging.registered_packages p
join repositories r using (repository_id)
union
select n.target_id
from named_anywhere n
join accounts a on starts_with(n.target_id, a.prefix)
