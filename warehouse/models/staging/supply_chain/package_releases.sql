-- grain: one row per published version of a package, as known at build.parameters.as_of

with

newest as (
    select * from raw.package_releases
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by package_id, package_version order by observed_at desc, stream desc, sequence desc) = 1
)

select
    package_id,
    package_version,
    published_at,
    (published_at at time zone 'Asia/Shanghai')::date as published_on,
    is_prerelease,
    is_yanked,
    is_deprecated,
    license,
    size_bytes,
    file_count
from newest
where not is_deleted
