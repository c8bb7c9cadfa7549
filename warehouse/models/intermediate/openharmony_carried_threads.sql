-- grain: one row per issue or change request that stands on Gitee and was carried over to GitCode
-- OpenHarmony moved on 2025-09-15. Numbers cannot agree, so that a pair is what was opened in the same second in
-- the repository of the same part and name, whoever owns it. Where nothing was carried over, there are no rows.

with

before_the_move as (
    select * from intermediate.openharmony_threads where opened_on < date '2025-09-15'
)

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
from before_the_move e
join before_the_move c
    on c.thread_kind = e.thread_kind
    and c.part = e.part
    and c.name = e.name
    and date_trunc('second', c.opened_at) = date_trunc('second', e.opened_at)
    and c.carried_order = e.carried_order
left join staging.accounts a on a.account_id = e.author_account_id
left join staging.accounts b on b.account_id = c.author_account_id
where e.forge = 'gitee' and c.forge = 'gitcode'
