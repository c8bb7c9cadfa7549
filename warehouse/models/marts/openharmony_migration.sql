-- grain: one row per repository of OpenHarmony's own code and kind of thread: what stands where, and what was carried over
-- column: name | 清单中的仓库名 | name in the manifest
-- column: thread_kind | 类别：issue、change_request | issue or change request
-- column: gitee_count | Gitee 上的数量（迁移前） | on Gitee, before the move
-- column: gitcode_count | GitCode 上的数量 | on GitCode
-- column: gitcode_before_move_count | 其中迁移（2025-09-15）前打开的 | those opened before the move of 2025-09-15
-- column: carried_count | 两边对上的（只计一次） | found on both, counted once
-- column: carried_same_author_ratio | 对上的当中作者登录名相同的比例 | share of those with the same author's login, where both are known
-- column: counted_count | 去重后计入的数量 | counted, each once

with

threads as (
    select * from intermediate.openharmony_threads where forge in ('gitee', 'gitcode')
),

carried as (
    select
        name,
        thread_kind,
        count(*) as carried_count,
        avg(has_same_author::integer) as carried_same_author_ratio
    from intermediate.openharmony_carried_threads
    group by name, thread_kind
)

select
    t.name,
    t.thread_kind,
    count(*) filter (t.forge = 'gitee') as gitee_count,
    count(*) filter (t.forge = 'gitcode') as gitcode_count,
    count(*) filter (t.forge = 'gitcode' and t.opened_on < date '2025-09-15') as gitcode_before_move_count,
    coalesce(any_value(c.carried_count), 0) as carried_count,
    any_value(c.carried_same_author_ratio) as carried_same_author_ratio,
    count(*) - coalesce(any_value(c.carried_count), 0) as counted_count
from threads t
left join carried c using (name, thread_kind)
group by t.name, t.thread_kind
