-- grain: one row per commit of OpenHarmony's own code, once, wherever it is found
-- Merges, bots and upstream code are left out. The employer is the one of the first Signed-off-by, else of the
-- author. A domain that the config does not know is unlisted: it may be a single person's.

with

own_code as (
    select distinct repository_id from intermediate.openharmony_locations where not is_upstream_code
),

commits as (
    select c.sha, c.contributed_on, c.author_key, c.author_domain
    from staging.commits c
    where not c.is_merge and not c.is_bot and c.sha in (
        select sha from staging.repository_commits
        where repository_id in (select repository_id from own_code)
    )
),

deciding as (
    select
        c.*,
        s.sha is not null as is_signed_off,
        coalesce(s.person_domain, c.author_domain) as domain
    from commits c
    left join intermediate.sign_offs s using (sha)
)

select
    d.sha,
    d.contributed_on,
    d.author_key,
    d.is_signed_off,
    d.domain,
    case when d.domain = '' then 'none' else coalesce(k.employer_class, 'unlisted') end as employer_class,
    k.employer_id
from deciding d
left join intermediate.openharmony_domains k using (domain)
