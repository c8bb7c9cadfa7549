-- grain: one row per subject and stretch of time in which a repository or package is part of it

with

targets as (
    select distinct subject_kind, subject_id, target_kind, target_id, valid_from_on, valid_until_on
    from intermediate.memberships
    union all
    select distinct 'unjoined', m.subject_kind || ':' || m.subject_id, m.target_kind, m.target_id, m.valid_from_on, m.valid_until_on
    from intermediate.memberships m
    join intermediate.unjoined_subjects u using (subject_kind, subject_id)
    union all
    select 'panel', panel_id, target_kind, target_id, date '0001-01-01', date '9999-12-31'
    from intermediate.panel_members
    where is_in_period and is_in_compared
)

select s.subject_number, t.*
from targets t
join intermediate.subjects s using (subject_kind, subject_id)
