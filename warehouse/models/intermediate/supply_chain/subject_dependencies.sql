-- grain: one row per subject, period and package that one of its repositories needed at run time by then

select distinct
    t.subject_number,
    h.period_kind,
    h.period_start_on,
    v.ecosystem,
    v.name
from intermediate.head_periods h
join staging.dependency_versions v
    on v.repository_id = h.repository_id
    and v.kind = 'runtime'
    and v.seen_from_on <= h.seen_until_on
    and h.seen_until_on < v.seen_until_on
join intermediate.subject_targets t
    on t.target_kind = 'repository'
    and t.target_id = h.repository_id
    and h.seen_until_on between t.valid_from_on and t.valid_until_on
