-- grain: one row per repository, what the tip of its default branch shows, as known at build.parameters.as_of

with

newest as (
    select * from raw.repository_heads
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    is_empty,
    default_branch,
    head_sha,
    head_committed_at,
    (head_committed_at at time zone 'Asia/Shanghai')::date as head_committed_on,
    (observed_at at time zone 'Asia/Shanghai')::date as observed_on,
    root_shas,
    license_spdx_id,
    has_license,
    has_security_policy,
    has_contributing_guide,
    has_code_of_conduct,
    has_ci,
    has_lock_file,
    has_sbom,
    has_mailmap,
    is_line_count_known
from newest
where not is_deleted
