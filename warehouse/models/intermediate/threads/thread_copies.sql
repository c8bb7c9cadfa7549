-- grain: one row per issue and change request that stands at several places of its repository: the same one, carried
-- over from forge to forge
-- The same is what was opened in the same second, as the first, second ... of that second. Numbers are given anew by
-- every forge, titles are edited. copy_number 1 is the one that counts where several are held (docs/decisions/0051):
-- where it was merged (first), where no bot opened it, where the repository's work goes on.

with

threads as (
    select 'issue' as thread_kind, repository_id, number, author_account_id, opened_at, null::timestamptz as merged_at
    from staging.issues
    semi join intermediate.repository_locations using (repository_id)
    union all
    select 'change_request', repository_id, number, author_account_id, opened_at, merged_at
    from staging.change_requests
    semi join intermediate.repository_locations using (repository_id)
),

placed as (
    select
        t.* exclude (opened_at, merged_at),
        date_trunc('second', t.opened_at) as opened_second,
        date_trunc('second', t.merged_at) as merged_second,
        l.located_id,
        l.forge,
        l.location_rank
    from threads t
    join intermediate.repository_locations l using (repository_id)
),

shared_seconds as (
    select thread_kind, located_id, opened_second
    from placed
    group by thread_kind, located_id, opened_second
    having count(distinct forge) > 1
),

ordered as (
    select *, row_number() over (
        partition by thread_kind, located_id, opened_second, forge
        order by repository_id, length(number), number
    ) as second_order
    from placed
    semi join shared_seconds using (thread_kind, located_id, opened_second)
),

authored as (
    select o.*, a.login as author_login, coalesce(a.is_bot, false) as is_bot_thread
    from ordered o
    left join staging.accounts a on a.account_id = o.author_account_id
)

select
    thread_kind,
    repository_id,
    number,
    opened_second,
    second_order,
    merged_second,
    author_login,
    is_bot_thread,
    row_number() over one_thread as copy_number,
    first_value(repository_id) over one_thread as first_repository_id,
    first_value(number) over one_thread as first_number
from authored
window one_thread as (
    partition by thread_kind, located_id, opened_second, second_order
    order by merged_second nulls last, is_bot_thread, location_rank
)
qualify count(*) over (partition by thread_kind, located_id, opened_second, second_order) > 1
