-- severity: mark
-- title_zh: 百分之一以上的提交日期可疑
-- title_en: More than one commit in a hundred has a suspect date

select 'repository' as subject_kind, repository_id as subject_id, avg(is_date_suspect::integer) as suspect_ratio
from intermediate.contributions
where contribution_kind = 'commit' and repository_id in (select subject_id from intermediate.named_targets where subject_kind = 'repository')
group by repository_id
having avg(is_date_suspect::integer) > 0.01
