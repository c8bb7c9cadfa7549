-- edition: internal
-- grain: one row per commit of OpenHarmony's own code that counts and repository that has it

select c.commit_number, n.name
from intermediate.openharmony_commits c
join intermediate.openharmony_commit_names n using (sha)
