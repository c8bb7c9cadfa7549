-- edition: internal
-- grain: one row per subject in which a person would count more than once were it not for the join across forges
-- Each has a second subject, of kind unjoined, in which they do. In all others nobody is joined: nothing differs.

with

split_people as (
    select contributor_id
    from intermediate.contributor_nodes
    group by contributor_id
    having count(distinct forge_contributor_id) > 1
),

nodes as (
    select n.* from intermediate.contributor_nodes n semi join split_people using (contributor_id)
),

acts as (
    select repository_id, 'commit' as act_kind, 'key:' || coalesce(r.author_mapped_key, c.author_key) as node_id
    from staging.repository_commits r
    join staging.commits c using (sha)
    union all
    select repository_id, 'thread', 'account:' || author_account_id from staging.issues
    union all
    select repository_id, 'thread', unnest(['account:' || author_account_id, 'account:' || merged_by_account_id])
    from staging.change_requests
    union all
    select repository_id, 'thread', 'account:' || author_account_id from staging.comments
    union all
    select repository_id, 'thread', 'account:' || reviewer_account_id from staging.reviews
),

people as (
    select distinct a.repository_id, a.act_kind, n.contributor_id, n.forge_contributor_id
    from acts a
    join nodes n using (node_id)
)

select distinct m.subject_kind, m.subject_id, m.base_subject_id, m.confidence
from intermediate.memberships m
join people p on m.target_kind = 'repository' and m.target_id = p.repository_id
group by m.subject_kind, m.subject_id, m.base_subject_id, m.confidence, p.act_kind, p.contributor_id
having count(distinct p.forge_contributor_id) > 1
