-- grain: one row per repository of OpenHarmony's own code and kind of thread: what stands where, and what was carried over
-- Gitee is closed for a repository that GitCode continues, from 2025-09-15 on: what stood open there ended that day,
-- or goes on at GitCode where it was carried over, and counts once either way.
-- column: part | 部分：core 主仓、sig 孵化、libraries 三方库 | core, incubation by SIGs, or third-party libraries
-- column: name | 仓库名 | repository
-- column: thread_kind | 类别：issue、change_request | issue or change request
-- column: gitee_count | Gitee 上的数量（迁移前） | on Gitee, before the move
-- column: gitcode_count | GitCode 上的数量 | on GitCode
-- column: gitcode_before_move_count | 其中迁移（2025-09-15）前打开的 | those opened before the move of 2025-09-15
-- column: carried_count | 两边对上的（只计一次） | found on both, counted once
-- column: carried_same_author_ratio | 对上的当中作者登录名相同的比例 | share of those with the same author's login, where both are known
-- column: ended_by_move_count | 迁移时仍开着、随 Gitee 关闭而结束且未带过去的 | still open on Gitee at the move and not carried over: ended by it
-- column: counted_count | 去重后计入的数量 | counted, each once
-- column: import_state | 旧帖是否导入：imported 已导入、not_imported 未导入、unknown 只采集了一边 | whether old threads were imported; unknown where one side only is held

with

threads as (
    select * from intermediate.openharmony_threads where forge in ('gitee', 'gitcode')
),

counted as (
    select
        t.part,
        t.name,
        t.thread_kind,
        count(*) filter (t.forge = 'gitee') as gitee_count,
        count(*) filter (t.forge = 'gitcode') as gitcode_count,
        count(*) filter (t.forge = 'gitcode' and t.opened_on < date '2025-09-15') as gitcode_before_move_count,
        count(c.number) as carried_count,
        avg(c.has_same_author::integer) as carried_same_author_ratio,
        count(*) filter (t.is_ended_by_move and c.number is null) as ended_by_move_count
    from threads t
    left join intermediate.openharmony_carried_threads c
        on c.repository_id = t.repository_id and c.number = t.number and c.thread_kind = t.thread_kind
    group by t.part, t.name, t.thread_kind
)

select
    *,
    gitee_count + gitcode_count - carried_count as counted_count,
    case
        when gitee_count = 0 or gitcode_count = 0 then 'unknown'
        when carried_count > 0 then 'imported'
        else 'not_imported'
    end as import_state
from counted
