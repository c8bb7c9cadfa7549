-- grain: one row per claim that two nodes are different people although other evidence still joins them
-- The claim removes what links the two directly; where a third node is between them, its links are to be reviewed.

select c.claim_id, c.left_node, c.right_node, l.contributor_id
from staging.identity_claims c
join intermediate.contributor_nodes l on l.node_id = c.left_node
join intermediate.contributor_nodes r on r.node_id = c.right_node
where c.relation = 'different' and c.review_status != 'rejected' and l.contributor_id = r.contributor_id
