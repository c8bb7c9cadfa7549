-- grain: one row per stable release of a package that is not withdrawn, with its version as numbers; some registries give no day

with

numbered as (
    select
        p.ecosystem,
        p.name,
        r.package_id,
        r.package_version,
        r.published_on,
        list_transform(
            string_split(regexp_extract(r.package_version, '^v?(\d+(\.\d+)*)$', 1), '.'),
            lambda part: try_cast(part as bigint)
        ) as parts
    from staging.package_releases r
    join staging.packages p using (package_id)
    where not coalesce(r.is_prerelease, false) and not coalesce(r.is_yanked, false)
)

select ecosystem, name, package_id, package_version, published_on, list_resize(parts, greatest(len(parts), 3), 0) as parts
from numbered
where parts[1] is not null
