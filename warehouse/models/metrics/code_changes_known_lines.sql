-- title_zh: 代码行变更（已知部分）
-- title_en: Changed lines, known part
-- question_zh: 行数已知的提交增加和删除了多少行？
-- question_en: How many lines did those commits add and delete whose lines are known?
-- unit: lines
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-code-changes-lines/
-- caution_zh: 只是下限：不完整的克隆不知道行数；sample_count 是行数已知的提交数，请与 code_changes_commits 对照。
-- caution_en: A lower bound: an incomplete clone does not know the lines; sample_count is the number of commits whose lines are known, to be read beside code_changes_commits.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    line_count as value,
    counted_commit_count as sample_count
from intermediate.subject_activity
