-- grain: one row per repository, project and package that may be shown by name
-- What is aggregate only counts in wider subjects and appears in no public table.

with

hidden_projects as (
    select distinct project_id from intermediate.repositories where is_aggregate_only
)

select 'repository' as subject_kind, repository_id as subject_id, full_name as name
from intermediate.repositories
where not is_aggregate_only
union all
select distinct 'project', project_id, regexp_replace(project_id, '^[a-z]+:', '')
from intermediate.repositories
where project_id not in (select project_id from hidden_projects)
union all
select 'package', package_id, name
from staging.registered_packages
where package_id not in (select target_id from intermediate.hidden_targets)
