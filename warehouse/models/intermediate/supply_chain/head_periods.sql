-- grain: one row per repository and period by whose end its HEAD had been looked at: what was known then

with

seen as (
    select p.period_kind, p.period_start_on, least(p.period_end_on, a.as_of_on) as seen_until_on
    from intermediate.periods p, staging.as_of a
)

select
    v.repository_id,
    s.period_kind,
    s.period_start_on,
    s.seen_until_on,
    v.has_license,
    v.has_security_policy
from staging.repository_head_versions v
join seen s on v.seen_from_on <= s.seen_until_on and s.seen_until_on < v.seen_until_on
where not v.is_empty
