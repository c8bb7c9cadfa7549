-- grain: one row per run
-- column: run_id | 运行编号 | run
-- column: command | 命令 | command
-- column: scope | 范围 | scope
-- column: only | 限定 | pattern that it was limited to
-- column: started_at | 开始时刻 | when it started
-- column: collected_at | 采集结束时刻 | when its collecting ended; NULL before, and where it went on to nothing else
-- column: ended_at | 结束时刻；未完成、正在建成本快照或不详时为空 | when all of it ended; NULL where that is not known to have happened
-- column: exit_code | 退出码：0 完成，1 需要处理，2 部分完成 | exit code: 0 all good, 1 something to put right, 2 partial
-- column: last_step | 已知的最后一步；较早版本的记录为空 | the last step that it is known to have begun; NULL in records of earlier versions
-- column: state | 状态：ended 已结束，building 正是它建成本快照，unfinished 未完成（中断或仍在运行），unknown 较早版本的记录，不知是否完成 | ended; building: it built this snapshot; unfinished: broken off, or still at work when this was built; unknown: a record of an earlier version that does not tell
-- column: suiyuan_version | 软件版本 | version of the software

select
    r.run_id,
    r.command,
    r.scope,
    case
        when not exists (
            from intermediate.hidden_targets h
            where contains(lower(r."only"), lower(regexp_replace(h.target_id, '^[^/]*/', '')))
        ) then r."only"
    end as "only",
    r.started_at,
    r.collected_at,
    r.ended_at,
    r.exit_code,
    r.last_step,
    r.state,
    r.suiyuan_version
from staging.runs r
