-- severity: stop
-- title_zh: 原始数据中存在而整理后缺失的行
-- title_en: Rows of the raw tables that staging lost

with

as_known as (
    select as_of from build.parameters
),

lost as (
    select 'commits' as table_name, sha as key
    from raw.commits
    where observed_at <= (select as_of from as_known) and not is_deleted
        and sha not in (select sha from staging.commits)
        and sha not in (select sha from raw.commits where is_deleted)
    union all
    select 'repository_commits', r.repository_id || ' ' || r.sha
    from raw.repository_commits r
    anti join staging.repository_commits s using (repository_id, sha)
    anti join (select repository_id, sha from raw.repository_commits where is_deleted or not is_reachable) g
        using (repository_id, sha)
    where r.observed_at <= (select as_of from as_known)
    union all
    select 'commits of repository_commits', repository_id || ' ' || sha
    from staging.repository_commits
    where sha not in (select sha from staging.commits)
    union all
    select 'tags', r.repository_id || ' ' || r.name
    from raw.tags r
    anti join staging.tags s using (repository_id, name)
    anti join (select repository_id, name from raw.tags where is_deleted) g using (repository_id, name)
    where r.observed_at <= (select as_of from as_known)
    union all
    select 'package_releases', r.package_id || ' ' || r.package_version
    from raw.package_releases r
    anti join staging.package_releases s using (package_id, package_version)
    anti join (select package_id, package_version from raw.package_releases where is_deleted) g
        using (package_id, package_version)
    where r.observed_at <= (select as_of from as_known)
    union all
    select 'issues', r.repository_id || ' ' || r.number
    from raw.issues r
    anti join staging.issues s using (repository_id, number)
    anti join (select repository_id, number from raw.issues where is_deleted) g using (repository_id, number)
    where r.observed_at <= (select as_of from as_known)
    union all
    select 'change_requests', r.repository_id || ' ' || r.number
    from raw.change_requests r
    anti join staging.change_requests s using (repository_id, number)
    anti join (select repository_id, number from raw.change_requests where is_deleted) g
        using (repository_id, number)
    where r.observed_at <= (select as_of from as_known)
)

select table_name, key from lost
