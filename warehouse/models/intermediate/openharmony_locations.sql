-- grain: one row per place of a repository that a manifest of OpenHarmony names
-- A repository called openharmony/<name> is one of its places, and so is one that shares its root commit and
-- its name under another owner of the project.

with

names as (
    select distinct name, is_upstream_code from staging.openharmony_manifest
),

repositories as (
    select
        r.repository_id,
        r.forge,
        r.role,
        split_part(r.full_name, '/', 1) as owner,
        split_part(r.full_name, '/', 2) as name,
        h.root_shas
    from intermediate.repositories r
    left join staging.repository_heads h using (repository_id)
),

named as (
    select n.name, n.is_upstream_code, r.* exclude (name)
    from names n
    join repositories r on lower(r.name) = lower(n.name)
    where lower(r.owner) = 'openharmony'
),

roots as (
    select distinct name, unnest(root_shas) as root_sha from named
),

rooted as (
    select distinct r.repository_id, t.name
    from (select repository_id, name, unnest(root_shas) as root_sha from repositories) r
    join roots t using (root_sha)
    where lower(r.name) = lower(t.name)
),

found as (
    select repository_id, name from named
    union
    select repository_id, name from rooted
)

select
    n.name,
    n.is_upstream_code,
    f.repository_id,
    r.forge,
    r.role,
    f.repository_id in (select repository_id from named) as is_named_so,
    case
        when r.root_shas is null then null
        else exists (
            select 1 from named o
            where o.name = f.name and o.repository_id != f.repository_id and list_has_any(o.root_shas, r.root_shas)
        )
    end as shares_root_commit
from found f
join names n using (name)
join repositories r on r.repository_id = f.repository_id
