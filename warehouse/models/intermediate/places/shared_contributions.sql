-- edition: internal
-- grain: one row per commit or release that is found in several repositories, such as an original and its mirror
-- place_number is negative and stands for the set of spans in which it is found; its author is one person
-- everywhere, so a mailmap of any of the repositories decides.

with

found as (
    select
        'commit' as contribution_kind,
        r.sha as contribution_id,
        r.repository_id,
        c.contributed_on,
        r.author_mapped_key
    from staging.repository_commits r
    join staging.commits c using (sha)
    where r.sha in (select sha from staging.repository_commits group by sha having count(*) > 1)
    union all
    select 'release', release_id, repository_id, released_on, null
    from intermediate.tagged_releases
    where release_id in (select release_id from intermediate.tagged_releases group by release_id having count(*) > 1)
),

shared as (
    select
        f.contribution_kind,
        f.contribution_id,
        list(s.span_number order by s.span_number) as span_numbers,
        min(f.repository_id) as primary_repository_id,
        min(f.author_mapped_key) as author_mapped_key
    from found f
    join intermediate.spans s
        on s.repository_id = f.repository_id and f.contributed_on >= s.from_on and f.contributed_on < s.until_on
    group by f.contribution_kind, f.contribution_id
)

select *, -(dense_rank() over (order by span_numbers))::integer as place_number
from shared
