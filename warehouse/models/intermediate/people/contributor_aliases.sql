-- as: view
-- grain: one row per id that a contributor has, or may have had before evidence joined it with an older one
-- evidence_kind and since_on: the strongest evidence that links the node itself, and the earliest day that shows it.

with

strongest as (
    select
        node_id,
        arg_min(evidence_kind, list_position(['forge_link', 'noreply', 'mailmap', 'trailer', 'claim'], evidence_kind))
            as evidence_kind,
        min(first_seen_on) as since_on
    from (
        select unnest([left_node, right_node]) as node_id, evidence_kind, first_seen_on
        from intermediate.identity_links
    )
    group by node_id
)

select n.node_id as former_id, n.contributor_id, s.evidence_kind, s.since_on
from intermediate.contributor_nodes n
left join strongest s using (node_id)
where n.node_id != n.contributor_id
