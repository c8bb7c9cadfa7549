-- grain: one row per issue and change request of OpenHarmony's own code, once: of what was carried over, the copy that
-- counts

with

repeated as (
    select c.thread_kind, c.repository_id, c.number
    from intermediate.carried_threads c
    join intermediate.openharmony_locations l on l.repository_id = c.kept_repository_id
)

select t.*
from intermediate.openharmony_threads t
anti join repeated using (thread_kind, repository_id, number)
