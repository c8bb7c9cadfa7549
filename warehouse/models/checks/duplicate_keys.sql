-- severity: stop
-- title_zh: 同一键出现多行
-- title_en: Several rows of one key

with

keys as (
    select 'staging.commits' as model, sha as key from staging.commits
    union all
    select 'intermediate.contributions', repository_id || ' ' || contribution_kind || ' ' || contribution_id
    from intermediate.contributions
    union all
    select 'intermediate.contributions, primary rows', contribution_kind || ' ' || contribution_id
    from intermediate.contributions
    where is_primary
    union all
    select 'intermediate.subjects', subject_kind || ' ' || subject_id from intermediate.subjects
    union all
    select 'marts.subjects', subject_kind || ' ' || subject_id from marts.subjects
    union all
    select 'marts.repositories', repository_id from marts.repositories
    union all
    select 'marts.organizations', organization_id from marts.organizations
    union all
    select 'marts.coverage', concat_ws(' ', source, target_id, kind, month_on) from marts.coverage
    union all
    select 'marts.growth', concat_ws(' ', metric, subject_kind, subject_id, comparison, period_kind, period_start_on)
    from marts.growth
)

select model, key, count(*) as row_count
from keys
group by model, key
having count(*) > 1
