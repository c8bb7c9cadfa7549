-- grain: one row per subject, kind of stream and period of which something was collected: how complete it is
-- column: subject_kind | 主体类型 | kind of subject
-- column: subject_id | 主体编号 | subject
-- column: stream_kind | 数据流类型：history 是 git 历史，package_releases 是软件包发布 | kind of stream: history is git's, package_releases the package registries'
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日 | first day of the period
-- column: target_count | 该期应有的仓库（软件包）数 | how many repositories, or packages, it has in the period
-- column: covered_target_count | 至少部分采集的数目 | how many of them were collected for a part of it at least
-- column: complete_target_count | 整期采集的数目 | how many of them were collected for all of it
-- column: is_complete | 周期已结束且全部采集 | whether the period is over and all of them were collected for all of it

select
    p.subject_kind,
    p.subject_id,
    p.stream_kind,
    p.period_kind,
    p.period_start_on,
    p.target_count,
    p.covered_target_count,
    p.complete_target_count,
    p.is_complete
from intermediate.subject_periods p
semi join intermediate.public_subjects s using (subject_kind, subject_id)
