-- grain: one row per commit, issue, change request or review by somebody whose employer on that day is known, bots apart
-- organization_id is the organisation, or the exclusive domain of an employer that no organisation claims; confidence
-- that of the claim it rests on, of nearby_commit at most medium. contribution_kind: commit, issue, change_request (both
-- as opened), review. Whoever means commits takes those only.

select 'commit' as contribution_kind, *
from intermediate.commit_attributions
union all
select *
from intermediate.thread_attributions
