-- grain: one row per commit and repository of OpenHarmony's own code that has it, at whichever of its places

select distinct r.sha, l.name
from staging.repository_commits r
join intermediate.openharmony_locations l using (repository_id)
where l.part = 'core' and not l.is_upstream_code
