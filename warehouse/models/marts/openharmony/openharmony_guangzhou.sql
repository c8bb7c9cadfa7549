-- grain: one row per organisation of Guangzhou and repository of OpenHarmony's own code where it commits, sits or which it claims
-- At any time, once for all places of a repository; commits are whose they were on their day, seats whose they are on
-- the day of the data. Weaker claims count too: confidence says how sure each is.
-- column: organization_id | 机构编号 | organisation
-- column: name_zh | 机构名称 | its name
-- column: name_en | 机构英文名称 | its name in English
-- column: repository_name | 仓库名 | repository
-- column: sig_id | 负责该仓库的 SIG | special interest group of the repository
-- column: confidence | 邮箱域名归属该机构的置信度；无提交为空 | confidence that the mail domain is the organisation's; empty without commits
-- column: commit_count | 该机构的提交数；未采集为空 | commits by the organisation; empty where the history is not held
-- column: share_ratio | 占该仓库全部提交的比例；未采集为空 | share of the repository's commits; empty where its history is not held
-- column: first_on | 最早提交日（北京时间） | day of its first commit, in Shanghai
-- column: last_on | 最近提交日 | day of its last commit
-- column: committer_seat_count | 提交者席位数 | committers' seats
-- column: is_claimed | 仓库是否由该机构主张 | whether the repository is claimed for it
-- column: last_release | 最晚出现的版本；master 最晚 | latest release that names the repository
-- column: is_in_master | 是否仍在 master | whether master names it

with

guangzhou as (
    select organization_id, name_zh, name_en from staging.organizations where relation = 'guangzhou'
),

work as (
    select
        c.employer_id as organization_id,
        n.name as repository_name,
        arg_min(c.confidence, list_position(['high', 'medium', 'low'], c.confidence)) as confidence,
        count(*) as commit_count,
        min(c.contributed_on) as first_on,
        max(c.contributed_on) as last_on
    from intermediate.openharmony_commits c
    join intermediate.openharmony_commit_names n using (sha)
    where c.is_guangzhou
    group by c.employer_id, n.name
),

totals as (
    select n.name as repository_name, count(*) as commit_count
    from intermediate.openharmony_commit_names n
    semi join intermediate.openharmony_commits c using (sha)
    group by n.name
),

seats as (
    select d.employer_id as organization_id, s.repository_name, count(*) as committer_seat_count
    from staging.openharmony_seats s
    cross join staging.as_of a
    join intermediate.openharmony_domains d
        on d.domain = s.person_domain and a.as_of_on between d.valid_from_on and d.valid_until_on
    join guangzhou g on g.organization_id = d.employer_id
    where s.repository_name != ''
    group by all
),

claimed as (
    select distinct c.organization_id, l.name as repository_name
    from intermediate.repository_claims c
    join intermediate.openharmony_locations l using (repository_id)
    join guangzhou g using (organization_id)
    where c.subject_kind = 'repository' and l.part = 'core' and not l.is_upstream_code
),

pairs as (
    select organization_id, repository_name from work
    union
    select organization_id, repository_name from seats
    union
    select organization_id, repository_name from claimed
),

groups as (
    select repository_name, min(sig_id) as sig_id
    from staging.openharmony_seats
    where repository_name != ''
    group by repository_name
)

select
    p.organization_id,
    g.name_zh,
    g.name_en,
    p.repository_name,
    s.sig_id,
    w.confidence,
    case when t.commit_count is not null then coalesce(w.commit_count, 0) end as commit_count,
    coalesce(w.commit_count, 0) / t.commit_count as share_ratio,
    w.first_on,
    w.last_on,
    coalesce(e.committer_seat_count, 0) as committer_seat_count,
    c.organization_id is not null as is_claimed,
    r.last_release,
    coalesce(r.is_in_master, false) as is_in_master
from pairs p
join guangzhou g using (organization_id)
left join work w using (organization_id, repository_name)
left join seats e using (organization_id, repository_name)
left join claimed c using (organization_id, repository_name)
left join totals t using (repository_name)
left join groups s using (repository_name)
left join marts.openharmony_release_presence r on r.name = p.repository_name
