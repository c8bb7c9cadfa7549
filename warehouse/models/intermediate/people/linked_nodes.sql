-- edition: internal
-- grain: one row per node that counting evidence links with another
-- The numbers follow the order in which nodes were first observed, an account known by its login only last among
-- those of the same instant. A mailbox's anchor is the earliest of its accounts, else itself; an account's is itself.

with

counted as (
    select left_node, right_node from intermediate.identity_evidence where refused_because is null
),

ends as (
    select left_node as node_id from counted
    union
    select right_node from counted
),

numbered as (
    select
        row_number() over (order by n.first_observed_at, contains(e.node_id, ':@'), e.node_id) as node_number,
        e.node_id,
        if(e.node_id like 'account:%', split_part(e.node_id, ':', 2), null) as forge
    from ends e
    join staging.identity_nodes n using (node_id)
),

homes as (
    select c.left_node as node_id, min(a.node_number) as anchor_number, arg_min(a.forge, a.node_number) as forge
    from counted c
    join numbered a on a.node_id = c.right_node
    where c.left_node like 'key:%' and c.right_node like 'account:%'
    group by c.left_node
)

select
    n.node_number,
    n.node_id,
    coalesce(h.anchor_number, n.node_number) as anchor_number,
    coalesce(n.forge, h.forge) as forge
from numbered n
left join homes h using (node_id)
