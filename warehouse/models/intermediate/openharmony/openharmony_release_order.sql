-- edition: internal
-- grain: one row per branch of OpenHarmony's manifest, and what sorts it among the others by its version
-- master is the latest; of one version, long-term support comes after the release.

select distinct
    release_branch,
    {
        'version': case
            when release_branch = 'master' then [9999]
            else list_transform(regexp_extract_all(release_branch, '\d+'), lambda part: part::integer)
        end,
        'is_long_term': ends_with(release_branch, '-LTS')
    } as release_order
from staging.openharmony_manifest
