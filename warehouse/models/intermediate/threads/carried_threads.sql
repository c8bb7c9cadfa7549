-- grain: one row per issue or change request and the copy of it that counts instead, in what holds both
-- A thread that stands at three places has a row for each pair of them, so that it counts once in whatever holds any
-- two. Whatever holds one place alone counts that place's in full. kept_because says what thread_copies went by.

select
    c.thread_kind,
    c.repository_id,
    c.number,
    k.repository_id as kept_repository_id,
    k.number as kept_number,
    c.opened_second,
    c.second_order,
    lower(c.author_login) = lower(k.author_login) as has_same_author,
    case
        when c.merged_second is distinct from k.merged_second then 'merged'
        when c.is_bot_thread != k.is_bot_thread then 'person'
        else 'location'
    end as kept_because
from intermediate.thread_copies c
join intermediate.thread_copies k using (thread_kind, first_repository_id, first_number)
where k.copy_number < c.copy_number
