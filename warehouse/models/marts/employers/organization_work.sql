-- grain: one row per organisation, project that may be named, year and confidence: what its people did there
-- The people are those whom it employed on the day, whoever owns the project. Each commit counts once, wherever it is
-- found; merges, bots, forks and upstream code are left out.
-- A count of something that was not collected in the project is empty, and no zero.
-- Where marts.employed_work withholds all the contributors of an organisation, its projects' are withheld as well.
-- column: organization_id | 机构，或无机构主张的独有邮箱域名 | organisation, or the exclusive mail domain of an employer that no organisation claims
-- column: project_id | 项目 | project
-- column: year | 年（北京时间） | year in Shanghai
-- column: confidence | 置信档：high 只用高置信的归属，medium 含中，all 含全部 | high: attributions of high confidence; medium: medium or higher; all: every one
-- column: is_own | 项目是否属于该机构（同一置信档，任一时期） | whether the project is the organisation's, at this confidence, at any time
-- column: commit_count | 提交数；未采集为空 | commits; empty where no history is held
-- column: issue_count | 提出的议题数；未采集为空 | issues opened; empty where none were collected
-- column: change_request_count | 提出的变更请求数；未采集为空 | change requests opened; empty where none were collected
-- column: review_count | 对他人变更请求的评审数；未采集为空 | reviews of others' change requests; empty where no change requests were collected
-- column: contributor_count | 贡献者（有提交的人）数；少于 5 人不公布 | contributors, who committed; withheld below five
-- column: unjoined_contributor_count | 各平台账号不合并时的贡献者数；与 contributor_count 同时不公布 | contributors without joining accounts across forges; withheld together with contributor_count
-- column: is_suppressed | 贡献者数不公布：少于 5 人，或可由其他数相减得出 | whether the contributors are withheld: fewer than five, or to be had by subtraction
-- column: share_ratio | 占该项目当年雇主可知提交的份额；没有可知的提交时为空 | share of the project's commits of the year whose employer is known; NULL where none is
-- column: identified_ratio | 该项目当年雇主可知的提交比例，与份额同看；没有提交时为空 | share of the project's commits of the year whose employer is known at all, to be read beside every share; NULL without commits
-- column: identified_change_request_ratio | 该项目当年雇主可知的变更请求比例，与变更请求数同看；没有变更请求时为空 | share of the change requests opened in the project in the year whose author's employer is known, to be read beside their number; NULL without any

with

projects as (
    select p.place_number, s.subject_number, s.base_subject_id as project_id
    from intermediate.place_subjects p
    join intermediate.public_subjects s using (subject_number)
    where s.subject_kind = 'project'
),

owned as (
    select distinct s.confidence, s.base_subject_id as employer_id, p.project_id
    from intermediate.place_subjects o
    join intermediate.public_subjects s using (subject_number)
    join projects p using (place_number)
    where s.subject_kind = 'organization'
),

work as (
    select
        e.confidence,
        e.employer_id,
        p.project_id,
        e.year,
        sum(e.commit_count)::bigint as commit_count,
        sum(e.issue_count)::bigint as issue_count,
        sum(e.change_request_count)::bigint as change_request_count,
        sum(e.review_count)::bigint as review_count,
        count(distinct e.contributor_number) filter (e.commit_count > 0) as contributor_count,
        count(distinct e.forge_contributor_number) filter (e.commit_count > 0) as unjoined_contributor_count
    from intermediate.employee_years e
    join projects p using (place_number)
    group by e.confidence, e.employer_id, p.project_id, e.year
),

commit_years as (
    select p.project_id, year(m.month_on)::integer as year, sum(m.commit_count) as commit_count
    from intermediate.place_months m
    join projects p using (place_number)
    group by p.project_id, year(m.month_on)
),

change_request_years as (
    select p.project_id, year(t.contributed_on)::integer as year, count(*) as change_request_count
    from intermediate.thread_contributions t
    join projects p using (place_number)
    where t.contribution_kind = 'change_request'
    group by p.project_id, year(t.contributed_on)
),

withheld as (
    select subject_id as employer_id, confidence, year
    from intermediate.small_employed_people
    where subject_kind = 'organization' and figure = 'contributors'
),

held as (
    select
        p.project_id,
        bool_or(c.stream_kind = 'history') as has_history,
        bool_or(c.stream_kind = 'issues') as has_issues,
        bool_or(c.stream_kind = 'change_requests') as has_change_requests
    from (select distinct place_number, project_id from projects) p
    join intermediate.places l using (place_number)
    join intermediate.spans s using (span_number)
    join intermediate.target_coverage c on c.target_id = s.repository_id
    group by p.project_id
),

known as (
    select
        *,
        commit_count > 0 and (
            contributor_count < 5 or (employer_id, confidence, year) in (from withheld)
        ) as is_suppressed,
        sum(commit_count) over (partition by confidence, project_id, year) as identified_count,
        sum(change_request_count) over (partition by confidence, project_id, year) as identified_change_request_count
    from work
)

select
    k.employer_id as organization_id,
    k.project_id,
    k.year,
    k.confidence,
    o.employer_id is not null as is_own,
    if(k.commit_count > 0 or h.has_history, k.commit_count, null) as commit_count,
    if(k.issue_count > 0 or h.has_issues, k.issue_count, null) as issue_count,
    if(k.change_request_count > 0 or h.has_change_requests, k.change_request_count, null) as change_request_count,
    if(k.review_count > 0 or h.has_change_requests, k.review_count, null) as review_count,
    if(k.is_suppressed, null, k.contributor_count) as contributor_count,
    if(k.is_suppressed, null, k.unjoined_contributor_count) as unjoined_contributor_count,
    k.is_suppressed,
    k.commit_count / nullif(k.identified_count, 0) as share_ratio,
    k.identified_count / y.commit_count as identified_ratio,
    k.identified_change_request_count / r.change_request_count as identified_change_request_ratio
from known k
left join held h using (project_id)
left join commit_years y using (project_id, year)
left join change_request_years r using (project_id, year)
left join owned o using (confidence, employer_id, project_id)
