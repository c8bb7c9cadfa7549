-- edition: internal
-- grain: one row per span and subject that its repository is part of in it

select distinct s.span_number, t.subject_number
from intermediate.spans s
join intermediate.subject_targets t
    on t.target_kind = 'repository'
    and t.target_id = s.repository_id
    and t.valid_from_on <= s.from_on
    and t.valid_until_on >= s.until_on - 1
