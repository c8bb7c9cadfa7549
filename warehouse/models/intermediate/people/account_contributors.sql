-- grain: one row per account of a forge and the contributor whose it is

select
    substr(node_id, 9) as account_id,
    contributor_id,
    forge_contributor_id
from intermediate.contributor_nodes
where starts_with(node_id, 'account:')
