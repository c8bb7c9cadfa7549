-- title_zh: 大象系数
-- title_en: Elephant factor
-- question_zh: 最少几个机构完成了一半的提交？
-- question_en: How few organisations made half of the commits?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-elephant-factor/
-- caution_zh: 在雇主可知的提交中计算：先看签署者、再看作者的独有邮箱域名，再看账号主张和治理记录，均按提交当日；只用置信度不低于本主体的主张；能判断的提交不足一半时无定义，请与 identified_contribution_ratio 对照。
-- caution_en: Among the commits whose employer on the day is known: the signer's, then the author's exclusive mail domain, then account claims and governance records, no less sure than the subject; undefined where less than half can be told; read beside identified_contribution_ratio.

with

ranked as (
    select
        *,
        row_number() over larger as employer_rank,
        sum(commit_count) over larger as commits_until,
        sum(commit_count) over (partition by subject_number, period_kind, period_start_on) as all_commits
    from intermediate.subject_employer_periods
    window larger as (
        partition by subject_number, period_kind, period_start_on order by commit_count desc, employer_id
        rows unbounded preceding
    )
),

half as (
    select subject_number, period_kind, period_start_on, min(employer_rank) as employer_count
    from ranked
    where commits_until >= all_commits / 2
    group by subject_number, period_kind, period_start_on
)

select
    a.subject_kind,
    a.subject_id,
    a.period_kind,
    a.period_start_on,
    case when a.identified_commit_count >= a.commit_count / 2 then h.employer_count end as value,
    a.identified_commit_count as sample_count
from intermediate.subject_activity a
left join half h using (subject_number, period_kind, period_start_on)
