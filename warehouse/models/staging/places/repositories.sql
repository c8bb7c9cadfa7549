-- grain: one row per repository as its forge describes it, as known at build.parameters.as_of

with

newest as (
    select * from raw.repositories
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    forge,
    forge_repository_id,
    owner,
    name,
    owner_account_id,
    created_at,
    (created_at at time zone 'Asia/Shanghai')::date as created_on,
    pushed_at,
    default_branch,
    primary_language,
    languages,
    topics,
    license_spdx_id,
    parent_repository,
    is_fork,
    is_archived,
    is_mirror,
    is_template,
    is_empty,
    has_issues,
    has_security_policy,
    has_code_of_conduct,
    has_contributing_guide
from newest
where not is_deleted
