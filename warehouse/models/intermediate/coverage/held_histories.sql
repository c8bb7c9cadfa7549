-- grain: one row per repository whose history is held, and the day of its first commit; NULL where it has none yet

select
    coalesce(c.repository_id, t.target_id) as repository_id,
    min(c.contributed_on) filter (not c.is_date_suspect) as first_commit_on
from (select * from intermediate.contributions where contribution_kind = 'commit') c
full join (select * from intermediate.target_coverage where stream_kind = 'history') t on t.target_id = c.repository_id
group by 1
