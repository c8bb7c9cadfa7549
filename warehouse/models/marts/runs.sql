-- grain: one row per run
-- column: run_id | 运行编号 | run
-- column: command | 命令 | command
-- column: scope | 范围 | scope
-- column: only | 限定 | pattern that it was limited to
-- column: started_at | 开始时刻 | when it started
-- column: ended_at | 结束时刻 | when it ended
-- column: exit_code | 退出码 | exit code
-- column: suiyuan_version | 软件版本 | version of the software

select run_id, command, scope, "only", started_at, ended_at, exit_code, suiyuan_version
from staging.runs
