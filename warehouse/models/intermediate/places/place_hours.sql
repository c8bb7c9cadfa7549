-- edition: internal
-- grain: one row per place, year, weekday and hour in Shanghai with commits that are neither merges nor a bot's

select
    place_number,
    year(contributed_on) as year,
    contributed_weekday as weekday,
    contributed_hour as hour,
    count(*) as commit_count
from intermediate.contributions
where contribution_kind = 'commit' and not is_bot and not is_merge and is_primary
group by all
