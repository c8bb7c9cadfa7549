-- grain: one row per run
-- column: run_id | 运行编号 | run
-- column: command | 命令 | command
-- column: scope | 范围 | scope
-- column: only | 限定 | pattern that it was limited to
-- column: started_at | 开始时刻 | when it started
-- column: ended_at | 结束时刻 | when it ended
-- column: exit_code | 退出码 | exit code
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
    r.ended_at,
    r.exit_code,
    r.suiyuan_version
from staging.runs r
