-- grain: one row per stream of a run
-- column: run_id | 运行编号 | run
-- column: source | 来源 | source
-- column: target_id | 仓库或软件包 | repository or package
-- column: kind | 数据流类型 | kind of stream
-- column: started_at | 开始时刻 | when it started
-- column: ended_at | 结束时刻 | when it ended
-- column: outcome | 结果 | outcome
-- column: detail | 说明 | what happened
-- column: row_count | 落地行数 | rows that landed
-- column: forge_total | 平台所报总数 | total that the source itself gives
-- column: request_count | 请求数 | requests
-- column: quota_remaining | 剩余配额 | quota that was left
-- column: is_complete | 是否已采集到最新 | whether the stream reached the present

select
    run_id,
    source,
    target_id,
    kind,
    started_at,
    ended_at,
    outcome,
    detail,
    row_count,
    forge_total,
    request_count,
    quota_remaining,
    is_complete
from staging.ledger
where target_id not in (select target_id from intermediate.hidden_targets)
