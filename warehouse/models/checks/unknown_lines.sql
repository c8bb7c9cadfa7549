-- severity: mark
-- title_zh: 应有行数而行数未知
-- title_en: Lines that should be known and are not

select 'repository' as subject_kind, r.repository_id as subject_id, count(*) as uncounted_commit_count
from intermediate.contributions c
join intermediate.repositories r using (repository_id)
where c.contribution_kind = 'commit' and not c.is_merge and r.depth = 'full' and c.lines_added is null
    and r.repository_id in (select subject_id from intermediate.named_targets where subject_kind = 'repository')
group by r.repository_id
