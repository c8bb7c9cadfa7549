-- grain: one row per issue or change request and the copy of it that counts instead, in what holds both
-- A thread that stands at three places has a row for each pair of them, so that it counts once in whatever holds any
-- two. Whatever holds one place alone counts that place's in full.

select
    c.thread_kind,
    c.repository_id,
    c.number,
    k.repository_id as kept_repository_id,
    k.number as kept_number
from intermediate.thread_copies c
join intermediate.thread_copies k using (thread_kind, first_repository_id, first_number)
where k.copy_number < c.copy_number
