-- grain: one row per mail domain that stands for the employer of a commit in a repository of a Guangzhou organisation
-- The domain is the first Signed-off-by's, else the author's. Merges and bots are left out; year_commit_count is
-- that of the last complete year.

with

city_repositories as (
    select distinct repository_id from intermediate.weighed_claims where is_counted
),

commits as (
    select
        c.contribution_id,
        any_value(c.contributor_id) as contributor_id,
        any_value(c.contributed_on) as contributed_on,
        any_value(lower(coalesce(s.person_domain, m.author_mapped_domain, a.author_domain))) as domain
    from intermediate.contributions c
    join city_repositories using (repository_id)
    join staging.commits a on a.sha = c.contribution_id
    join staging.repository_commits m on m.repository_id = c.repository_id and m.sha = c.contribution_id
    left join intermediate.sign_offs s on s.sha = c.contribution_id
    where c.contribution_kind = 'commit' and not c.is_merge and not c.is_bot
    group by c.contribution_id
)

select
    c.domain,
    count(*) as commit_count,
    count(distinct c.contributor_id) as contributor_count,
    count(*) filter (c.contributed_on between y.period_start_on and y.period_end_on) as year_commit_count,
    max(c.contributed_on) as last_commit_on
from commits c
cross join intermediate.last_year y
where c.domain != ''
group by c.domain
