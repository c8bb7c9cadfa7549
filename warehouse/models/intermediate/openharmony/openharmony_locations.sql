-- grain: one row per place of a repository of OpenHarmony
-- A repository is known by its part and its name. Its places are what stands under an owner of that part by that
-- name, on any forge, and what has the same name and the same root commit under another owner of the project
-- or is registered as a mirror; a fork of somebody else is no place. The manifest says which are upstream code.
-- The project left Gitee on 2025-09-15: a place there that GitCode continues is closed from that day on.

with

manifest as (
    select lower(name) as key, min(name) as name, bool_or(is_upstream_code) as is_upstream_code
    from staging.openharmony_manifest
    group by lower(name)
),

repositories as (
    select
        r.repository_id,
        r.forge,
        r.role,
        split_part(r.full_name, '/', 2) as name,
        lower(split_part(r.full_name, '/', 2)) as key,
        o.part as owner_part,
        o.part_rank,
        h.root_shas
    from intermediate.repositories r
    left join intermediate.openharmony_owners o on o.owner = lower(split_part(r.full_name, '/', 1))
    left join staging.repository_heads h using (repository_id)
),

roots as (
    select distinct owner_part as part, part_rank, key, unnest(root_shas) as root_sha
    from repositories
    where owner_part is not null
),

candidates as (
    select repository_id, owner_part as part, part_rank from repositories where owner_part is not null
    union
    select r.repository_id, t.part, t.part_rank
    from (select *, unnest(root_shas) as root_sha from repositories) r
    join roots t using (key, root_sha)
    where r.owner_part is not null or r.role = 'mirror'
),

found as (
    select repository_id, arg_min(part, part_rank) as part from candidates group by repository_id
),

places as (
    select f.part, r.*
    from found f
    join repositories r using (repository_id)
),

projects as (
    select
        p.part,
        p.key,
        coalesce(min(m.name), min(p.name)) as name,
        any_value(m.key) is not null as is_in_manifest,
        coalesce(any_value(m.is_upstream_code), false)
            or bool_or(p.role = 'upstream' or starts_with(p.key, 'third_party_')) as is_upstream_code,
        min(p.repository_id) filter (p.forge = 'gitcode') as gitcode_repository_id
    from places p
    left join manifest m on m.key = p.key and p.part = 'core'
    group by p.part, p.key
)

select
    j.part,
    j.name,
    j.is_in_manifest,
    j.is_upstream_code,
    p.repository_id,
    p.forge,
    p.role,
    coalesce(p.owner_part = p.part, false) as is_named_so,
    case
        when p.root_shas is not null then exists (
            select 1 from places o
            where o.part = p.part and o.key = p.key and o.repository_id != p.repository_id
                and list_has_any(o.root_shas, p.root_shas)
        )
    end as shares_root_commit,
    case when p.forge = 'gitee' then j.gitcode_repository_id end as continued_as,
    case when p.forge = 'gitee' and j.gitcode_repository_id is not null then date '2025-09-15' end as closed_on
from places p
join projects j using (part, key)
