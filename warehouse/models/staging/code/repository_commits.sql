-- grain: one row per repository and commit that its default branch reaches; withdrawn ones are left out, as known at build.parameters.as_of

with

newest as (
    select * from raw.repository_commits
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, sha order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    sha,
    author_mapped_key,
    author_mapped_domain
from newest
where not is_deleted and is_reachable
