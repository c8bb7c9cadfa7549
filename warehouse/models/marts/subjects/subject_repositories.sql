-- grain: one row per subject and stretch of time in which a repository that may be named is part of it
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号 | subject
-- column: repository_id | 仓库 | repository
-- column: valid_from_on | 起始日，NULL 表示不限 | first day, NULL where open
-- column: valid_until_on | 截止日，NULL 表示不限 | last day, NULL where open

select r.subject_kind, r.subject_id, r.repository_id, r.valid_from_on, r.valid_until_on
from intermediate.subject_repositories r
semi join intermediate.public_subjects s using (subject_kind, subject_id)
where r.repository_id in (select subject_id from intermediate.named_targets where subject_kind = 'repository')
