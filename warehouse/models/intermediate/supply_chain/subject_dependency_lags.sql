-- edition: internal
-- grain: one row per subject, period and version of a dependency that one of its repositories needed at run time by then,
-- where the version in use is known: how far behind it was

select distinct
    t.subject_number,
    h.period_kind,
    h.period_start_on,
    l.ecosystem,
    l.name,
    l.requirement,
    l.locked_version,
    l.lag_days,
    l.newer_release_count
from intermediate.head_periods h
join staging.dependency_versions v
    on v.repository_id = h.repository_id
    and v.kind = 'runtime'
    and v.seen_from_on <= h.seen_until_on
    and h.seen_until_on < v.seen_until_on
join intermediate.dependency_lags l
    on l.ecosystem = v.ecosystem
    and l.name = v.name
    and l.requirement is not distinct from v.requirement
    and l.locked_version is not distinct from v.locked_version
    and not l.is_at_least
    and l.known_on = h.seen_until_on
join intermediate.subject_targets t
    on t.target_kind = 'repository'
    and t.target_id = h.repository_id
    and h.seen_until_on between t.valid_from_on and t.valid_until_on
