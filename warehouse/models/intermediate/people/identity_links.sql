-- grain: one row per two nodes and kind of evidence by which they count as one person
-- A mailbox is at home on the forge of the earliest of its accounts; what leads to another forge is cross-forge.
-- left_number and right_number stand for the anchors of the two in intermediate.linked_nodes.

select
    e.link_id,
    e.left_node,
    e.right_node,
    e.evidence_kind,
    e.evidence_count,
    e.first_seen_on,
    coalesce(l.forge != r.forge, false) as is_cross_forge,
    e.source,
    l.anchor_number as left_number,
    r.anchor_number as right_number
from intermediate.identity_evidence e
join intermediate.linked_nodes l on l.node_id = e.left_node
join intermediate.linked_nodes r on r.node_id = e.right_node
where e.refused_because is null
