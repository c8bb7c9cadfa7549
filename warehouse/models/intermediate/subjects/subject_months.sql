-- edition: internal
-- grain: one row per subject and month: what its commits and releases add up to, each counted once

select
    p.subject_number,
    m.month_on,
    sum(m.commit_count) as commit_count,
    sum(m.counted_commit_count) as counted_commit_count,
    sum(m.line_count) as line_count,
    sum(m.signed_off_commit_count) as signed_off_commit_count,
    sum(m.bot_commit_count) as bot_commit_count,
    sum(m.release_count) as release_count
from intermediate.place_months m
join intermediate.place_subjects p using (place_number)
group by p.subject_number, m.month_on
