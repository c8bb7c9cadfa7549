-- grain: one row per issue or change request that stands on Gitee and was carried over to GitCode
-- Which are the same is said for all forges at once (intermediate.thread_copies). OpenHarmony moved on 2025-09-15.
-- Where nothing was carried over, there are no rows.

select
    e.thread_kind,
    e.part,
    e.name,
    e.repository_id,
    e.number,
    c.repository_id as carried_repository_id,
    c.number as carried_number,
    e.opened_on,
    lower(a.login) = lower(b.login) as has_same_author
from intermediate.thread_siblings s
join intermediate.openharmony_threads e using (thread_kind, repository_id, number)
join intermediate.openharmony_threads c
    on c.thread_kind = s.thread_kind
    and c.repository_id = s.copy_repository_id
    and c.number = s.copy_number
left join staging.accounts a on a.account_id = e.author_account_id
left join staging.accounts b on b.account_id = c.author_account_id
where e.forge = 'gitee' and c.forge = 'gitcode'
