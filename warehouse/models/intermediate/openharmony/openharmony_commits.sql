-- grain: one row per commit of OpenHarmony's own code, once, wherever it is found
-- Merges, bots and upstream code are left out, also where a repository of its own code holds what one of upstream
-- code holds too. The employer is the one of the first Signed-off-by, else (also where that names no domain, as in
-- "@login") of the author, and on the day of the commit: what moved counts for each side in its own years. Contractors' mailboxes, personal ones and platforms' name no employer; a domain that the
-- config does not know is unlisted, since it may be a single person's. commit_number stands for the sha in this build.

with

upstream_code as (
    select r.sha
    from staging.repository_commits r
    join intermediate.openharmony_locations l using (repository_id)
    where l.is_upstream_code
),

commits as (
    select
        c.contribution_id as sha,
        c.contributed_on,
        c.contributor_id,
        c.forge_contributor_id,
        s.author_domain,
        s.lines_added,
        s.lines_deleted
    from intermediate.contributions c
    join staging.commits s on s.sha = c.contribution_id
    where c.contribution_kind = 'commit' and c.is_primary and not c.is_merge and not c.is_bot
        and c.contribution_id in (select sha from intermediate.openharmony_commit_names)
        and c.contribution_id not in (select sha from upstream_code)
),

deciding as (
    select
        c.*,
        s.sha is not null as is_signed_off,
        case when contains(s.person_domain, '.') then s.person_domain else c.author_domain end as domain
    from commits c
    left join intermediate.sign_offs s using (sha)
)

select
    row_number() over (order by d.sha)::integer as commit_number,
    d.sha,
    d.contributed_on,
    d.contributor_id,
    d.forge_contributor_id,
    d.lines_added + d.lines_deleted as lines,
    d.is_signed_off,
    d.domain,
    case when d.domain = '' then 'none' else coalesce(k.employer_class, 'unlisted') end as employer_class,
    coalesce(k.employer_class in ('organization', 'group'), false) as is_identified,
    k.employer_id,
    k.confidence,
    e.city_zh,
    e.city_en,
    coalesce(e.is_guangzhou, false) as is_guangzhou,
    coalesce(e.kind = 'university', false) as is_university
from deciding d
left join intermediate.openharmony_domains k
    on k.domain = d.domain and d.contributed_on between k.valid_from_on and k.valid_until_on
left join intermediate.openharmony_employers e using (employer_id)
