-- title_zh: 签署比例
-- title_en: Signed-off share
-- question_zh: 多少提交带有 Signed-off-by 签署？
-- question_en: What share of commits carries a Signed-off-by line?
-- unit: ratio
-- direction: up
-- chaoss: none
-- caution_zh: 不含机器人提交和合并提交；没有提交时无定义；签署表示同意 DCO，不表示经过评审。
-- caution_en: Without bots and merges; undefined without commits; signing off accepts the DCO, it is no review.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    signed_off_commit_count / nullif(commit_count, 0) as value,
    commit_count as sample_count
from intermediate.subject_activity
