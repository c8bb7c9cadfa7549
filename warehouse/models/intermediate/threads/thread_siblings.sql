-- grain: one row per issue or change request that stands at several places, and each of its copies, itself included
-- What is known of a copy, such as who answered first, is known of the thread.

select
    c.thread_kind,
    c.repository_id,
    c.number,
    s.repository_id as copy_repository_id,
    s.number as copy_number,
    lower(c.author_login) = lower(s.author_login) as has_same_author
from intermediate.thread_copies c
join intermediate.thread_copies s using (thread_kind, first_repository_id, first_number)
