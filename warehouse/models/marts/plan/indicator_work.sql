-- grain: one row per indicator that counts commits elsewhere, confidence, period and organisation whose people committed
-- column: plan_id | 规划编号 | plan
-- column: indicator_id | 指标编号 | indicator
-- column: confidence | 置信档 | confidence of the attributions that it rests on
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日 | first day of the period
-- column: organization_id | 机构 | organisation
-- column: commit_count | 在非广州机构仓库的提交数 | commits in repositories that are not Guangzhou's
-- column: all_commit_count | 在任何已采集的原创仓库的提交数 | commits in any original repository that is held

select plan_id, indicator_id, confidence, period_kind, period_start_on, organization_id, commit_count, all_commit_count
from intermediate.indicator_work
