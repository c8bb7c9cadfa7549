-- title_zh: 代码提交
-- title_en: Commits
-- question_zh: 有多少改动进入默认分支？
-- question_en: How many changes reached the default branch?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-code-changes-commits/
-- caution_zh: 不含机器人提交和合并提交；镜像中的同一提交只计一次；变基、摘取的提交有新的编号，会重复计；按作者日期（上海）归期，近期的数会随分支合入而增加。
-- caution_en: Bots and merges are left out; a commit that a mirror repeats counts once; rebased and cherry-picked commits have another id and count again; commits belong to their author's day in Shanghai, so recent periods grow while branches are merged.

select subject_kind, subject_id, period_kind, period_start_on, commit_count as value, commit_count as sample_count
from intermediate.subject_activity
