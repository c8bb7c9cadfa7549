-- title_zh: 最大机构的份额
-- title_en: Share of the largest organisation
-- question_zh: 雇主可知的提交中，贡献最多的一家机构占多少？
-- question_en: Of the commits whose employer is known, what share has the organisation with the most?
-- unit: ratio
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-organizational-diversity/
-- caution_zh: 数值越大，越依赖一家机构；分母只含雇主可知的提交，须与 identified_contribution_ratio 同看；各机构的份额见 marts.organization_work；没有雇主可知的提交时无定义。
-- caution_en: The higher, the more rests on one organisation; among the commits whose employer is known, to be read beside identified_contribution_ratio; the share of each organisation is in marts.organization_work; undefined where no employer is known.

with

shares as (
    select
        subject_number,
        period_kind,
        period_start_on,
        max(commit_count) / sum(commit_count) as share_ratio
    from intermediate.subject_employer_periods
    group by subject_number, period_kind, period_start_on
)

select
    a.subject_kind,
    a.subject_id,
    a.period_kind,
    a.period_start_on,
    s.share_ratio as value,
    a.identified_commit_count as sample_count
from intermediate.subject_activity a
left join shares s using (subject_number, period_kind, period_start_on)
