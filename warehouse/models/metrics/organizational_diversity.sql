-- title_zh: 机构多样性
-- title_en: Organisational diversity
-- question_zh: 有多少个不同的机构参与提交？
-- question_en: How many organisations take part?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-organizational-diversity/
-- caution_zh: 雇主按提交当日判断：先看签署者、再看作者的独有邮箱域名，再看账号主张和治理记录；只用置信度不低于本主体的主张；能判断的提交不足一半时无定义，请与 identified_contribution_ratio 对照。
-- caution_en: Employers on the day of the commit: the signer's, then the author's exclusive mail domain, then account claims and governance records, no less sure than the subject; undefined where less than half of the commits can be told; read beside identified_contribution_ratio.

with

employers as (
    select subject_number, period_kind, period_start_on, count(*) as employer_count
    from intermediate.subject_employer_periods
    group by subject_number, period_kind, period_start_on
)

select
    a.subject_kind,
    a.subject_id,
    a.period_kind,
    a.period_start_on,
    case when a.identified_commit_count >= a.commit_count / 2 then e.employer_count end as value,
    a.identified_commit_count as sample_count
from intermediate.subject_activity a
left join employers e using (subject_number, period_kind, period_start_on)
