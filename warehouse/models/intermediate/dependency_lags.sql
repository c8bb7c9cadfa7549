-- grain: one row per requirement of a package that is collected and day: the newest release that it allows, and the newest
-- The lag is the time between these two, so a requirement that allows the newest has none. What a lock file holds back is
-- not seen: the lag is a lower bound. It is unknown for an unreadable requirement, or one that no release fulfils, and in
-- days also where the registry gives none. A release without a day is taken as known on the last day only.

with

asked as (
    select distinct v.ecosystem, v.name, v.requirement, h.seen_until_on as known_on
    from intermediate.head_periods h
    join staging.dependency_versions v
        on v.repository_id = h.repository_id and v.seen_from_on <= h.seen_until_on and h.seen_until_on < v.seen_until_on
),

judged as (
    select
        a.ecosystem,
        a.name,
        a.requirement,
        a.known_on,
        b.bound_kind,
        r.package_id,
        r.package_version,
        r.published_on,
        r.parts,
        case b.bound_kind
            when 'any' then true
            when 'exact' then r.parts = list_resize(b.bound, greatest(len(b.bound), 3), 0)
            when 'prefix' then list_slice(r.parts, 1, len(b.bound)) = b.bound
            when 'caret' then r.parts >= b.bound and r.parts[1] = b.bound[1] and (
                b.bound[1] > 0 or len(b.bound) = 1
                or (r.parts[2] = b.bound[2] and (b.bound[2] > 0 or len(b.bound) = 2 or r.parts[3] = b.bound[3]))
            )
            when 'tilde' then r.parts >= b.bound and r.parts[1] = b.bound[1]
                and (len(b.bound) = 1 or r.parts[2] = b.bound[2])
            when 'compatible' then r.parts >= b.bound and list_slice(r.parts, 1, len(b.bound) - 1) = list_slice(b.bound, 1, len(b.bound) - 1)
            when 'below' then r.parts < b.bound
            when 'up_to' then r.parts <= list_resize(b.bound, greatest(len(b.bound), 3), 0)
            else false
        end as is_allowed
    from asked a
    cross join staging.as_of n
    join intermediate.requirement_bounds b
        on b.ecosystem = a.ecosystem and b.requirement is not distinct from a.requirement
    join intermediate.stable_releases r
        on r.ecosystem = a.ecosystem and r.name = a.name
        and coalesce(r.published_on <= a.known_on, a.known_on = n.as_of_on)
),

ends as (
    select
        ecosystem,
        name,
        requirement,
        known_on,
        any_value(bound_kind) as bound_kind,
        any_value(package_id) as package_id,
        arg_max(package_version, parts) as newest_version,
        arg_max(published_on, parts) as newest_on,
        max(parts) as newest_parts,
        list(parts) as all_parts,
        arg_max(package_version, parts) filter (is_allowed) as allowed_version,
        arg_max(published_on, parts) filter (is_allowed) as allowed_on,
        max(parts) filter (is_allowed) as allowed_parts
    from judged
    group by ecosystem, name, requirement, known_on
)

select
    * exclude (newest_parts, allowed_parts, all_parts),
    case
        when newest_on is null then null
        when allowed_parts = newest_parts then 0
        else greatest(0, newest_on - allowed_on)
    end as lag_days,
    len(list_filter(all_parts, lambda parts: parts > allowed_parts)) as newer_release_count,
    case
        when allowed_parts is null then null
        when allowed_parts = newest_parts then 'none'
        when allowed_parts[1] != newest_parts[1] then 'major'
        when allowed_parts[2] != newest_parts[2] then 'minor'
        else 'patch'
    end as behind
from ends
