-- grain: one row per release of a package, with its version as numbers; some registries give no day
-- is_stable: neither a pre-release nor withdrawn, and numbers alone. version_key is the same for 1.0 and 1.0.0.

with

numbered as (
    select
        p.ecosystem,
        p.name,
        r.package_id,
        r.package_version,
        r.published_on,
        string_split(regexp_extract(r.package_version, '^v?(\d+(\.\d+)*)', 1), '.')::bigint[] as parts,
        regexp_matches(r.package_version, '^v?\d+(\.\d+)*$') as is_plain,
        coalesce(r.is_prerelease, false) as is_prerelease,
        coalesce(r.is_yanked, false) as is_yanked
    from staging.package_releases r
    join staging.packages p using (package_id)
    where regexp_matches(r.package_version, '^v?\d{1,15}(\.\d{1,15})*([^0-9.].*|\.[^0-9].*)?$')
),

padded as (
    select * replace (list_resize(parts, greatest(len(parts), 3), 0) as parts)
    from numbered
)

select
    ecosystem,
    name,
    package_id,
    package_version,
    published_on,
    parts,
    if(is_plain, array_to_string(parts, '.'), regexp_replace(lower(package_version), '^v', '')) as version_key,
    is_prerelease,
    is_plain and not is_prerelease and not is_yanked as is_stable
from padded
