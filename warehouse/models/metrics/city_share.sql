-- title_zh: 广州份额
-- title_en: Guangzhou's share
-- question_zh: 雇主可知的提交中，多少来自广州机构的人？
-- question_en: Of the commits whose employer is known, what share is by people of Guangzhou's organisations?
-- unit: ratio
-- direction: up
-- chaoss: none
-- caution_zh: 分母只含雇主可知的提交，须与 identified_contribution_ratio 同看：可知的越少，份额越不可靠；仓库和项目没有置信档，取全部主张，各档见 marts.organization_work；没有雇主可知的提交时无定义。
-- caution_en: Among the commits whose employer is known, so to be read beside identified_contribution_ratio: the fewer are known, the less it says; repositories and projects have no confidences and take every claim, see marts.organization_work; undefined where no employer is known.

with

shares as (
    select
        e.subject_number,
        e.period_kind,
        e.period_start_on,
        coalesce(sum(e.commit_count) filter (o.relation = 'guangzhou'), 0) / sum(e.commit_count) as share_ratio
    from intermediate.subject_employer_periods e
    left join staging.organizations o on o.organization_id = e.employer_id
    group by e.subject_number, e.period_kind, e.period_start_on
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
