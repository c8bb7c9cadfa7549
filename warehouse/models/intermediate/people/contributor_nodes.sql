-- grain: one row per node and the contributor whose it is
-- contributor_id is joined over all evidence, forge_contributor_id over what does not lead across forges. Both are the
-- node that was observed first, so that what is found later renames nobody who was known before.

with

rooted as (
    select
        n.node_number,
        n.node_id,
        n.forge,
        coalesce(j.root_number, n.anchor_number) as root_number,
        coalesce(a.root_number, n.anchor_number) as forge_root_number
    from intermediate.linked_nodes n
    left join intermediate.identity_components j on j.is_joined and j.anchor_number = n.anchor_number
    left join intermediate.identity_components a on not a.is_joined and a.anchor_number = n.anchor_number
),

first_forges as (
    select forge_root_number, arg_min(forge, node_number) as forge
    from rooted
    group by forge_root_number
),

placed as (
    select r.* exclude (forge), coalesce(r.forge, f.forge) as forge
    from rooted r
    join first_forges f using (forge_root_number)
),

contributors as (
    select root_number, arg_min(node_id, node_number) as contributor_id
    from placed
    group by root_number
),

forge_contributors as (
    select forge_root_number, forge, arg_min(node_id, node_number) as forge_contributor_id
    from placed
    group by forge_root_number, forge
),

named as (
    select p.node_id, c.contributor_id, f.forge_contributor_id
    from placed p
    join contributors c using (root_number)
    join forge_contributors f on f.forge_root_number = p.forge_root_number and f.forge is not distinct from p.forge
),

nodes as (
    select n.node_id, coalesce('account:' || s.account_id, n.node_id) as known_as
    from staging.identity_nodes n
    left join intermediate.account_spellings s on 'account:' || s.written_account_id = n.node_id
),

bots as (
    select node_id from intermediate.bot_nodes
    union
    select e.left_node
    from intermediate.identity_evidence e
    join intermediate.bot_nodes b on b.node_id = e.right_node
    where e.refused_because = 'bot' and e.evidence_kind in ('forge_link', 'noreply', 'trailer')
)

select
    n.node_id,
    coalesce(d.contributor_id, n.known_as) as contributor_id,
    coalesce(d.forge_contributor_id, n.known_as) as forge_contributor_id,
    b.node_id is not null as is_bot
from nodes n
left join named d on d.node_id = n.known_as
left join bots b on b.node_id = n.node_id
