-- edition: internal
-- grain: one row per place and month: what its commits and releases add up to, each counted once
-- line_count is the sum of the commits whose lines are known, counted_commit_count their number.

select
    place_number,
    month_on,
    count(*) filter (contribution_kind = 'commit' and not is_bot and not is_merge) as commit_count,
    count(*) filter (contribution_kind = 'commit' and not is_bot and not is_merge and lines_added is not null)
        as counted_commit_count,
    coalesce(sum(lines_added + lines_deleted) filter (not is_bot and not is_merge), 0) as line_count,
    count(*) filter (contribution_kind = 'commit' and not is_bot and not is_merge and is_signed_off)
        as signed_off_commit_count,
    count(*) filter (contribution_kind = 'commit' and is_bot and not is_merge) as bot_commit_count,
    count(*) filter (contribution_kind = 'release') as release_count
from intermediate.contributions
where is_primary
group by place_number, month_on
