-- grain: one row per year and employer of commits to OpenHarmony's own code, all repositories collected together
-- Each commit counts once, wherever it is found; merges, bots and upstream code are left out. The employer is
-- that of the first Signed-off-by, else of the author. Every share stands beside the share that is identified.
-- column: year | 年（北京时间） | year in Shanghai
-- column: employer_class | 雇主类别：organization 机构、group 集团共用、contractor 雇主不明（外包邮箱）、personal 个人邮箱、platform 平台邮箱、unlisted 未登记域名、none 无 | what is known of the employer
-- column: employer_id | 机构编号或机构域名；不明为空 | organisation or its domain; empty where not known
-- column: is_guangzhou | 是否广州机构 | whether the employer is of Guangzhou
-- column: commit_count | 提交数 | commits
-- column: signed_off_count | 其中有 Signed-off-by 的提交数 | those that somebody signed off
-- column: year_commit_count | 当年全部提交数 | all commits of the year
-- column: share_ratio | 占当年全部提交的比例 | share of all commits of the year
-- column: identified_ratio | 当年可识别雇主的提交比例，与份额同看 | share of the year's commits whose employer is known, to be read beside every share
-- column: repository_count | 当年已采集的仓库数 | repositories collected in which the year's commits lie

with

commits as (
    select *, date_trunc('year', contributed_on)::date as year_on from intermediate.openharmony_commits
),

places as (
    select c.year_on, count(distinct l.name) as repository_count
    from commits c
    join staging.repository_commits r using (sha)
    join intermediate.openharmony_locations l on l.repository_id = r.repository_id and not l.is_upstream_code
    group by c.year_on
),

years as (
    select
        year_on,
        count(*) as year_commit_count,
        count(*) filter (employer_class in ('organization', 'group')) / count(*) as identified_ratio
    from commits
    group by year_on
)

select
    year(c.year_on)::integer as year,
    c.employer_class,
    c.employer_id,
    coalesce(bool_or(o.relation = 'guangzhou'), false) as is_guangzhou,
    count(*) as commit_count,
    count(*) filter (c.is_signed_off) as signed_off_count,
    any_value(y.year_commit_count) as year_commit_count,
    count(*) / any_value(y.year_commit_count) as share_ratio,
    any_value(y.identified_ratio) as identified_ratio,
    any_value(p.repository_count) as repository_count
from commits c
join years y using (year_on)
join places p using (year_on)
left join staging.organizations o on o.organization_id = c.employer_id
group by c.year_on, c.employer_class, c.employer_id
