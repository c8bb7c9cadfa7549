-- edition: internal
-- grain: one row per place, contributor (with and without the join across forges) and month: commits that are neither
-- merges nor a bot's

with

counted as (
    select place_number, contributor_id, forge_contributor_id, month_on, count(*) as commit_count
    from intermediate.contributions
    where contribution_kind = 'commit' and not is_bot and not is_merge and contributor_id is not null and is_primary
    group by place_number, contributor_id, forge_contributor_id, month_on
)

select
    c.place_number,
    p.contributor_number,
    f.contributor_number as forge_contributor_number,
    c.month_on,
    c.commit_count
from counted c
join intermediate.contributors p using (contributor_id)
join intermediate.contributors f on f.contributor_id = c.forge_contributor_id
