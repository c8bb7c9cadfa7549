-- title_zh: 雇主可知的提交比例
-- title_en: Share of commits with a known employer
-- question_zh: 多少提交能凭邮箱域名判断雇主？
-- question_en: What share of commits names its employer by a mail domain?
-- unit: ratio
-- direction: up
-- chaoss: none
-- caution_zh: 只凭一家独有的邮箱域名，先看签署者再看作者；个人、共用、外包和平台邮箱都算未知；没有提交时无定义。
-- caution_en: By mail domains that one employer has to itself, the signer's before the author's; personal, shared, contractor and platform mailboxes are unknown; undefined without commits.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    identified_commit_count / nullif(commit_count, 0) as value,
    commit_count as sample_count
from intermediate.subject_activity
