-- grain: one row per issue or change request that stands on Gitee and was carried over to GitCode
-- Which are the same is said for all forges at once (intermediate.thread_copies). OpenHarmony moved on 2025-09-15.
-- Where nothing was carried over, there are no rows.

select
    t.thread_kind,
    t.part,
    t.name,
    t.repository_id,
    t.number,
    s.copy_repository_id as carried_repository_id,
    s.copy_number as carried_number,
    t.opened_on,
    s.has_same_author
from intermediate.openharmony_threads t
join intermediate.thread_siblings s using (thread_kind, repository_id, number)
join intermediate.openharmony_locations l on l.repository_id = s.copy_repository_id
where t.forge = 'gitee' and l.forge = 'gitcode'
