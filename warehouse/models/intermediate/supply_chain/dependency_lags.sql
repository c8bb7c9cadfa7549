-- grain: one row per package that is collected, requirement and locked version of it, and day: how far behind it was
-- The version that a lock file or the requirement fixes is compared with the newest stable release of the day. A range
-- does not say which version is used: where it shuts out the newest release, the newest that it allows gives a lower
-- bound (is_at_least), else nothing is known. A version that the registry does not have is not judged either.
-- A release without a day is taken as known on the last day only, and gives no days behind.

with

asked as (
    select distinct v.ecosystem, v.name, v.requirement, v.locked_version, h.seen_until_on as known_on
    from intermediate.head_periods h
    join staging.dependency_versions v
        on v.repository_id = h.repository_id and v.seen_from_on <= h.seen_until_on and h.seen_until_on < v.seen_until_on
),

used as (
    select distinct a.ecosystem, a.name, a.requirement, a.locked_version, f.* exclude (ecosystem, requirement, locked_version), r.* exclude (ecosystem, name, package_id, version_key)
    from (select distinct ecosystem, name, requirement, locked_version from asked) a
    join intermediate.fixed_versions f
        on f.ecosystem = a.ecosystem
        and f.requirement is not distinct from a.requirement
        and f.locked_version is not distinct from a.locked_version
    left join intermediate.numbered_releases r
        on r.ecosystem = a.ecosystem and r.name = a.name and r.version_key = f.version_key
    where f.version_basis = 'range' or r.parts is not null
),

stable as (
    select *, dense_rank() over (partition by ecosystem, name order by parts) as place
    from intermediate.stable_releases
),

judged as (
    select
        u.ecosystem,
        u.name,
        u.requirement,
        u.locked_version,
        u.bound_kind,
        u.version_basis,
        u.used_version,
        u.published_on as used_on,
        u.parts as used_parts,
        s.package_version,
        s.published_on,
        s.parts,
        s.place,
        case
            when u.version_basis != 'range' then s.parts < u.parts or (s.parts = u.parts and not u.is_prerelease)
            when u.bound_kind = 'any' then true
            when u.bound_kind = 'prefix' then list_slice(s.parts, 1, len(u.bound)) = u.bound
            when u.bound_kind = 'caret' then s.parts >= u.bound and s.parts[1] = u.bound[1] and (
                u.bound[1] > 0 or len(u.bound) = 1
                or (s.parts[2] = u.bound[2] and (u.bound[2] > 0 or len(u.bound) = 2 or s.parts[3] = u.bound[3]))
            )
            when u.bound_kind = 'tilde' then s.parts >= u.bound and s.parts[1] = u.bound[1]
                and (len(u.bound) = 1 or s.parts[2] = u.bound[2])
            when u.bound_kind = 'compatible' then s.parts >= u.bound and list_slice(s.parts, 1, len(u.bound) - 1) = list_slice(u.bound, 1, len(u.bound) - 1)
            when u.bound_kind = 'below' then s.parts < u.bound
            when u.bound_kind = 'up_to' then s.parts <= list_resize(u.bound, greatest(len(u.bound), 3), 0)
            else false
        end as is_reached
    from used u
    join stable s on s.ecosystem = u.ecosystem and s.name = u.name
),

ends as (
    select
        j.ecosystem,
        j.name,
        j.requirement,
        j.locked_version,
        a.known_on,
        any_value(j.version_basis) as version_basis,
        any_value(j.used_version) as used_version,
        any_value(j.used_on) as used_on,
        any_value(j.used_parts) as used_parts,
        arg_max(j.package_version, j.place) as newest_version,
        arg_max(j.published_on, j.place) as newest_on,
        arg_max(j.parts, j.place) as newest_parts,
        arg_max(j.package_version, j.place) filter (j.is_reached) as reached_version,
        arg_max(j.published_on, j.place) filter (j.is_reached) as reached_on,
        arg_max(j.parts, j.place) filter (j.is_reached) as reached_parts,
        coalesce(max(j.place) filter (j.is_reached), 0) as reached_place,
        list(distinct j.place) as places
    from asked a
    cross join staging.as_of n
    join judged j
        on j.ecosystem = a.ecosystem
        and j.name = a.name
        and j.requirement is not distinct from a.requirement
        and j.locked_version is not distinct from a.locked_version
        and coalesce(j.published_on <= a.known_on, a.known_on = n.as_of_on)
    group by j.ecosystem, j.name, j.requirement, j.locked_version, a.known_on
),

compared as (
    select
        *,
        len(list_filter(places, lambda place: place > reached_place)) as newer_release_count,
        version_basis = 'range' as is_range,
        if(version_basis = 'range', reached_on, used_on) as from_on,
        if(version_basis = 'range', reached_parts, used_parts) as from_parts
    from ends
),

told as (
    select *, not is_range or (reached_version is not null and newer_release_count > 0) as is_told
    from compared
)

select
    ecosystem,
    name,
    requirement,
    locked_version,
    known_on,
    version_basis,
    used_version,
    used_on,
    if(is_range, reached_version, null) as allowed_version,
    if(is_range, reached_on, null) as allowed_on,
    newest_version,
    newest_on,
    if(is_told, is_range, null) as is_at_least,
    case
        when not is_told or newest_on is null then null
        when newer_release_count = 0 then 0
        else greatest(0, newest_on - from_on)
    end as lag_days,
    if(is_told, newer_release_count, null) as newer_release_count,
    case
        when not is_told then null
        when newer_release_count = 0 then 'none'
        when from_parts[1] != newest_parts[1] then 'major'
        when from_parts[2] != newest_parts[2] then 'minor'
        else 'patch'
    end as behind
from told
