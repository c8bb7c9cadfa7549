-- title_zh: 机构多样性
-- title_en: Organisational diversity
-- question_zh: 有多少个不同的机构参与提交？
-- question_en: How many organisations take part?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-organizational-diversity/
-- caution_zh: 只凭一家独有的邮箱域名判断雇主，先看签署者再看作者；能判断的提交不足一半时无定义，请与 identified_contribution_ratio 对照。
-- caution_en: Employers by mail domains that one employer has to itself, the signer's before the author's; undefined where less than half of the commits can be told; read beside identified_contribution_ratio.

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
