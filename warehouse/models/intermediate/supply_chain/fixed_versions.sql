-- grain: one row per way of writing a requirement and version that a lock file gives it: the one version that is used
-- version_basis: locked (by the lock file beside the manifest), exact (the requirement names one version), range (it does
-- not say which of several is used); NULL where the requirement cannot be read. version_key is that of numbered_releases.

with

written as (
    select distinct ecosystem, requirement, locked_version
    from staging.dependency_versions
),

based as (
    select
        w.*,
        b.bound_kind,
        b.bound,
        case
            when w.locked_version is not null then 'locked'
            when b.bound_kind = 'exact' then 'exact'
            when b.bound_kind != 'unreadable' then 'range'
        end as version_basis,
        regexp_extract(trim(coalesce(w.locked_version, w.requirement)), '^=*\s*v?(.*)$', 1) as version_text
    from written w
    join intermediate.requirement_bounds b
        on b.ecosystem = w.ecosystem and b.requirement is not distinct from w.requirement
),

fixed as (
    select
        *,
        if(version_basis in ('locked', 'exact'), version_text, null) as used_version,
        string_split(version_text, '.') as numbers
    from based
)

select
    ecosystem,
    requirement,
    locked_version,
    bound_kind,
    bound,
    version_basis,
    used_version,
    if(
        regexp_matches(used_version, '^\d{1,15}(\.\d{1,15})*$'),
        array_to_string(list_resize(try_cast(numbers as bigint[]), greatest(len(numbers), 3), 0), '.'),
        lower(used_version)
    ) as version_key
from fixed
