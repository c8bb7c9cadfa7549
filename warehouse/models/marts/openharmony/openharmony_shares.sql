-- grain: one row per period (release, year, month, and all of the time) and employer of commits to OpenHarmony's own code
-- Each commit counts once, wherever it is found; merges, bots and upstream code are left out. The employer is
-- that of the first Signed-off-by, else of the author. Every share stands beside the share that is identified.
-- What belongs to a release is defined at marts.openharmony_release_dates.
-- column: period_kind | 周期：release 版本、year 年、month 月、all 全部 | release, year, month or all
-- column: period_id | 周期编号：清单分支、2026、2026-03、all | branch of the manifest, 2026, 2026-03, all
-- column: employer_class | 雇主类别：organization 机构、group 集团共用、contractor 雇主不明（外包邮箱）、personal 个人邮箱、platform 平台邮箱、unlisted 未登记域名、none 无 | what is known of the employer
-- column: employer_id | 机构编号或机构域名；不明为空 | organisation or its domain; empty where not known
-- column: confidence | 归属该机构的主张的置信度；域名未被主张时为空 | confidence of the claim that it is the organisation's; empty where a domain is not claimed
-- column: is_guangzhou | 是否广州机构 | whether the employer is of Guangzhou
-- column: is_university | 是否高校 | whether it is a university
-- column: commit_count | 提交数 | commits
-- column: signed_off_count | 其中有 Signed-off-by 的提交数 | those that somebody signed off
-- column: repository_count | 有其提交的仓库数 | repositories in which these commits lie
-- column: period_commit_count | 该周期全部提交数 | all commits of the period
-- column: share_ratio | 占该周期全部提交的比例 | share of all commits of the period
-- column: identified_ratio | 该周期可识别雇主的提交比例，与份额同看 | share of the period's commits whose employer is known, to be read beside every share

with

periods as (
    select
        period_kind,
        period_id,
        count(*) as period_commit_count,
        count(*) filter (is_identified) / count(*) as identified_ratio
    from intermediate.openharmony_period_commits
    group by period_kind, period_id
),

counted as (
    select
        period_kind,
        period_id,
        employer_class,
        employer_id,
        arg_min(confidence, list_position(['high', 'medium', 'low'], confidence)) as confidence,
        bool_or(is_guangzhou) as is_guangzhou,
        bool_or(is_university) as is_university,
        count(*) as commit_count,
        count(*) filter (is_signed_off) as signed_off_count
    from intermediate.openharmony_period_commits
    group by period_kind, period_id, employer_class, employer_id
),

repositories as (
    select c.period_kind, c.period_id, c.employer_class, c.employer_id, count(distinct n.name) as repository_count
    from intermediate.openharmony_period_commits c
    join intermediate.openharmony_commit_places n using (commit_number)
    group by all
)

select
    c.period_kind,
    c.period_id,
    c.employer_class,
    c.employer_id,
    c.confidence,
    c.is_guangzhou,
    c.is_university,
    c.commit_count,
    c.signed_off_count,
    r.repository_count,
    p.period_commit_count,
    c.commit_count / p.period_commit_count as share_ratio,
    p.identified_ratio
from counted c
join periods p using (period_kind, period_id)
join repositories r
    on r.period_kind = c.period_kind and r.period_id = c.period_id
    and r.employer_class = c.employer_class and r.employer_id is not distinct from c.employer_id
