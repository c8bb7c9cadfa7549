-- grain: one row per stream that was planned or tried, and month since its target began
-- column: source | 来源 | source
-- column: target_id | 仓库或软件包 | repository or package
-- column: kind | 数据流类型 | kind of stream
-- column: month_on | 月份首日 | first day of the month
-- column: state | 状态：complete 完整，partial 部分，not_collected 未采集，impossible 无法采集，quarantined 已隔离 | complete, partial, not_collected, impossible or quarantined
-- column: reason | 原因 | why it is not complete
-- column: since | 自何日起 | since when it is so

select source, target_id, kind, month_on, state, reason, since
from intermediate.coverage_months
where target_id not in (select target_id from intermediate.hidden_targets)
