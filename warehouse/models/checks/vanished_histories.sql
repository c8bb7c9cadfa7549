-- severity: mark
-- title_zh: 曾有提交，如今一个也没有
-- title_en: A repository that had commits and now has none

select distinct 'repository' as subject_kind, repository_id as subject_id
from raw.repository_commits
where repository_id in (select subject_id from intermediate.named_targets where subject_kind = 'repository')
    and observed_at <= (select as_of from build.parameters)
    and repository_id not in (select repository_id from staging.repository_commits)
