-- grain: one row per subject, period and repository whose HEAD had been looked at by then
-- An original and its mirrors are one repository, which has what any of them shows.

select
    t.subject_number,
    h.period_kind,
    h.period_start_on,
    r.canonical_repository_id,
    bool_or(h.has_license) as has_license,
    bool_or(h.has_security_policy) as has_security_policy
from intermediate.head_periods h
join intermediate.repositories r using (repository_id)
join intermediate.subject_targets t
    on t.target_kind = 'repository'
    and t.target_id = h.repository_id
    and h.seen_until_on between t.valid_from_on and t.valid_until_on
group by t.subject_number, h.period_kind, h.period_start_on, r.canonical_repository_id
