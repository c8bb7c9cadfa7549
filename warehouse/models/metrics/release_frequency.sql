-- title_zh: 发布频率
-- title_en: Release frequency
-- question_zh: 平均每月发布多少个版本？
-- question_en: How many versions are released in a month?
-- unit: per_month
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-release-frequency/
-- caution_zh: 以形如版本号的 git 标签为准，含预发布版；同一提交上的多个标签算一次发布，镜像不重复计；每周、每夜构建和备份标签不算；sample_count 是发布次数。
-- caution_en: Git tags that look like versions, pre-releases included; several tags of one commit are one release, a mirror adds none; weekly, nightly and backup tags are no releases; sample_count is the number of releases.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    release_count / month_count as value,
    release_count as sample_count
from intermediate.subject_activity
