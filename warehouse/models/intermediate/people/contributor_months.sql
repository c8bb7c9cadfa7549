-- grain: one row per repository, contributor (with and without the join across forges) and month with commits that are neither merges nor a bot's

select repository_id, contributor_id, forge_contributor_id, month_on, count(*) as contribution_count
from intermediate.contributions
where contribution_kind = 'commit' and not is_bot and not is_merge and contributor_id is not null
group by repository_id, contributor_id, forge_contributor_id, month_on
