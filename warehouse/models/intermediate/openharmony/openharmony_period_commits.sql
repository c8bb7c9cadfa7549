-- edition: internal
-- grain: one row per release, year, month and the whole time, and commit that belongs to it
-- Of a release are the commits of its days that lie in a repository which its manifest names.

with

of_releases as (
    select distinct r.release_branch, c.commit_number
    from intermediate.openharmony_release_dates r
    join intermediate.openharmony_commits c on c.contributed_on between r.from_on and r.until_on
    join intermediate.openharmony_commit_places n using (commit_number)
    semi join staging.openharmony_manifest m on m.release_branch = r.release_branch and m.name = n.name
)

select 'release' as period_kind, r.release_branch as period_id, c.* exclude (sha, domain)
from of_releases r
join intermediate.openharmony_commits c using (commit_number)
union all
select 'year', strftime(contributed_on, '%Y'), * exclude (sha, domain) from intermediate.openharmony_commits
union all
select 'month', strftime(contributed_on, '%Y-%m'), * exclude (sha, domain) from intermediate.openharmony_commits
union all
select 'all', 'all', * exclude (sha, domain) from intermediate.openharmony_commits
