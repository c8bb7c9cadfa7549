-- grain: one row per repository and commit that a version tag points to: a release
-- Several tags of one commit are one release, of the first tag's day; a tag of no commit stands for itself.

select
    t.repository_id,
    coalesce(t.target_sha, r.canonical_repository_id || '#' || t.name) as release_id,
    min(t.tagged_on) as released_on
from staging.tags t
join intermediate.repositories r using (repository_id)
where t.is_version and t.tagged_on is not null
group by all
