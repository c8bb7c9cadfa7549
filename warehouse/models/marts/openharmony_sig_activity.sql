-- grain: one row per special interest group of OpenHarmony and year in which its repositories got commits
-- A group's repositories are those of its committers' seats.
-- column: sig_id | SIG 编号 | special interest group
-- column: year | 年（北京时间） | year in Shanghai
-- column: repository_count | 有提交的仓库数 | repositories with commits
-- column: commit_count | 提交数 | commits
-- column: contributor_count | 贡献者数（少于 5 不显示） | contributors, empty below five
-- column: guangzhou_commit_count | 其中广州机构的提交数 | those of employers of Guangzhou
-- column: identified_ratio | 可识别雇主的提交比例 | share of commits whose employer is known

with

repositories as (
    select distinct s.sig_id, l.name, l.repository_id
    from staging.openharmony_seats s
    join intermediate.openharmony_locations l on l.name = s.repository_name and not l.is_upstream_code
),

memberships as (
    select distinct r.sig_id, r.name, m.sha
    from repositories r
    join staging.repository_commits m using (repository_id)
)

select
    m.sig_id,
    year(c.contributed_on)::integer as year,
    count(distinct m.name) as repository_count,
    count(distinct c.sha) as commit_count,
    case when count(distinct c.author_key) >= 5 then count(distinct c.author_key) end as contributor_count,
    count(distinct c.sha) filter (o.relation = 'guangzhou') as guangzhou_commit_count,
    count(distinct c.sha) filter (c.employer_class in ('organization', 'group')) / count(distinct c.sha) as identified_ratio
from memberships m
join intermediate.openharmony_commits c using (sha)
left join staging.organizations o on o.organization_id = c.employer_id
group by m.sig_id, year(c.contributed_on)
