-- grain: one row per repository and contribution: a commit that it reaches, or a release that it tags
-- Whoever counts more than one repository counts distinct contribution_id, or sums the rows that are primary:
-- one per contribution, whatever the number of its repositories.
-- The author is whom the repository's mailmap names, and so the contributor whose mailbox that is; without the join
-- across forges it is forge_contributor_id. Whoever opted out is no contributor (NULL).

with

commits as (
    select
        r.repository_id,
        'commit' as contribution_kind,
        r.sha as contribution_id,
        coalesce(r.author_mapped_key, c.author_key) as author_key,
        c.contributed_on,
        c.contributed_weekday,
        c.contributed_hour,
        c.author_offset_minutes,
        c.is_bot,
        c.is_merge,
        c.is_date_suspect,
        t.sha is not null as is_signed_off,
        c.lines_added,
        c.lines_deleted
    from staging.repository_commits r
    join staging.commits c using (sha)
    left join intermediate.sign_offs t using (sha)
),

releases as (
    select
        repository_id,
        'release' as contribution_kind,
        release_id as contribution_id,
        released_on as contributed_on,
        false as is_bot,
        false as is_merge,
        false as is_date_suspect
    from intermediate.tagged_releases
),

found as (
    select * from commits
    union all by name
    select * from releases
),

located as (
    select f.*, s.span_number
    from found f
    join intermediate.spans s
        on s.repository_id = f.repository_id and f.contributed_on >= s.from_on and f.contributed_on < s.until_on
)

select
    l.* exclude (author_key) replace (l.is_bot or coalesce(n.is_bot, false) as is_bot),
    n.contributor_id,
    n.forge_contributor_id,
    date_trunc('month', l.contributed_on)::date as month_on,
    coalesce(s.place_number, l.span_number) as place_number,
    coalesce(s.primary_repository_id = l.repository_id, true) as is_primary
from located l
left join intermediate.shared_contributions s using (contribution_kind, contribution_id)
left join intermediate.contributor_nodes n on n.node_id = 'key:' || coalesce(s.author_mapped_key, l.author_key)
