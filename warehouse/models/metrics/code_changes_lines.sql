-- title_zh: 代码行变更
-- title_en: Changed lines
-- question_zh: 增加和删除了多少行？
-- question_en: How many lines were added and deleted?
-- unit: lines
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-code-changes-lines/
-- caution_zh: 增删行之和，不含机器人提交和合并提交；只要有一个提交的行数未知，总和即无定义，已知部分见 code_changes_known_lines；生成的代码和引入的第三方代码会放大数值。
-- caution_en: Lines added plus lines deleted, without bots and merges; undefined as soon as one commit's lines are unknown, the known part is code_changes_known_lines; generated and vendored code inflates it.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    case when counted_commit_count = commit_count then line_count end as value,
    counted_commit_count as sample_count
from intermediate.subject_activity
