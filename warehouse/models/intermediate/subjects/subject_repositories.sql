-- grain: one row per subject and stretch of time in which a repository is part of it; NULL is open

select
    subject_kind,
    subject_id,
    target_id as repository_id,
    nullif(valid_from_on, date '0001-01-01') as valid_from_on,
    nullif(valid_until_on, date '9999-12-31') as valid_until_on
from intermediate.subject_targets
where target_kind = 'repository'
