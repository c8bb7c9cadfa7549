-- edition: internal
-- grain: one row per place, employer, confidence, contributor (with and without the join across forges) and month:
-- commits that are neither merges nor a bot's. Whoever opted out is nobody (NULL), their commits are the employer's.

select
    c.place_number,
    a.organization_id as employer_id,
    a.confidence,
    p.contributor_number,
    f.contributor_number as forge_contributor_number,
    c.month_on,
    count(*)::integer as commit_count
from intermediate.commit_attributions a
join intermediate.contributions c on c.contribution_kind = 'commit' and c.contribution_id = a.contribution_id
left join intermediate.contributors p on p.contributor_id = c.contributor_id
left join intermediate.contributors f on f.contributor_id = c.forge_contributor_id
where c.is_primary and not c.is_merge
group by all
