-- title_zh: 雇主可知的提交比例
-- title_en: Share of commits with a known employer
-- question_zh: 多少提交能判断作者当日的雇主？
-- question_en: Of what share of commits is the author's employer on the day known?
-- unit: ratio
-- direction: up
-- chaoss: none
-- caution_zh: 先看签署者、再看作者的独有邮箱域名，再看账号主张和治理记录；只用置信度不低于本主体的主张；个人、共用、外包和平台邮箱都算未知；没有提交时无定义。
-- caution_en: The signer's, then the author's exclusive mail domain, then account claims and governance records, no less sure than the subject; personal, shared, contractor and platform mailboxes are unknown; undefined without commits.

select
    subject_kind,
    subject_id,
    period_kind,
    period_start_on,
    identified_commit_count / nullif(commit_count, 0) as value,
    commit_count as sample_count
from intermediate.subject_activity
