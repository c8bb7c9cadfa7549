-- grain: one row per organisation, kind, sector, district, park, size class or the city, confidence and year in which people
-- employed there committed, opened an issue or change request or gave a review anywhere
-- Organisations of other places count for themselves only. Each commit counts once; merges, bots, forks and upstream
-- code are left out. In one's own repositories is what the subject owned on the day at the same confidence.
-- A count of something that was collected nowhere is empty, and no zero.
-- One to four people are withheld, and what would give them back by subtraction, with and without the join of accounts
-- across forges alike: docs/decisions/0041. Where contributors are withheld so are the newcomers.
-- column: subject_kind | 主体类型：organization、kind、sector、district、park、size_class、city | organization, kind, sector, district, park, size_class or city
-- column: subject_id | 机构或类别；city 为 guangzhou | organisation or word of the vocabulary; guangzhou for the city
-- column: confidence | 置信档 | high, medium or all
-- column: year | 年（北京时间） | year in Shanghai
-- column: commit_count | 提交数；未采集为空 | commits; empty where no history is held
-- column: own_commit_count | 其中在自有仓库的提交数 | those of them in repositories that the subject owned on the day
-- column: issue_count | 提出的议题数；未采集为空 | issues opened; empty where none were collected
-- column: change_request_count | 提出的变更请求数；未采集为空 | change requests opened; empty where none were collected
-- column: review_count | 对他人变更请求的评审数；未采集为空 | reviews of others' change requests; empty where no change requests were collected
-- column: project_count | 有提交的项目数 | projects in which the commits lie
-- column: contributor_count | 贡献者（有提交的人）数；少于 5 人不公布 | contributors, who committed; withheld below five
-- column: newcomer_count | 其中当年首次以该主体的人提交的；少于 5 人不公布 | those of them who first commit as the subject's people in the year, withheld below five
-- column: participant_count | 参与者数：提交、提出议题或变更请求、评审的人；少于 5 人，或比贡献者只多 1–4 人时不公布 | people who committed, opened an issue or change request or gave a review; withheld below five, and where they are one to four more than the contributors
-- column: unjoined_contributor_count | 各平台账号不合并时的贡献者数；与 contributor_count 同时不公布 | contributors without joining accounts across forges; withheld together with contributor_count
-- column: unjoined_newcomer_count | 各平台账号不合并时的新人数；与 newcomer_count 同时不公布 | newcomers without the join; withheld together with newcomer_count
-- column: unjoined_participant_count | 各平台账号不合并时的参与者数；与 participant_count 同时不公布 | participants without the join; withheld together with participant_count
-- column: is_suppressed | 贡献者数不公布：少于 5 人，或可由其他数相减得出 | whether the contributors are withheld: fewer than five, or to be had by subtraction

with

owned as (
    select distinct p.place_number, c.confidence, s.subject_kind, s.subject_id
    from intermediate.place_subjects p
    join intermediate.public_subjects c using (subject_number)
    join intermediate.employer_subjects s on c.subject_kind = 'organization' and s.employer_id = c.base_subject_id
),

projects as (
    select p.place_number, s.subject_number as project_number
    from intermediate.place_subjects p
    join intermediate.subjects s using (subject_number)
    where s.subject_kind = 'project'
),

work as (
    select
        s.subject_kind,
        s.subject_id,
        e.confidence,
        e.year,
        e.place_number,
        o.place_number is not null as is_own,
        sum(e.commit_count) as commit_count,
        sum(e.issue_count) as issue_count,
        sum(e.change_request_count) as change_request_count,
        sum(e.review_count) as review_count
    from intermediate.employee_years e
    join intermediate.employer_subjects s using (employer_id)
    left join owned o using (place_number, confidence, subject_kind, subject_id)
    group by all
),

places as (
    select w.subject_kind, w.subject_id, w.confidence, w.year, count(distinct p.project_number) as project_count
    from work w
    join projects p using (place_number)
    where w.commit_count > 0
    group by w.subject_kind, w.subject_id, w.confidence, w.year
),

held as (
    select
        bool_or(stream_kind = 'history') as has_history,
        bool_or(stream_kind = 'issues') as has_issues,
        bool_or(stream_kind = 'change_requests') as has_change_requests
    from intermediate.target_coverage
),

counted as (
    select
        subject_kind,
        subject_id,
        confidence,
        year,
        sum(commit_count)::bigint as commit_count,
        coalesce(sum(commit_count) filter (is_own), 0)::bigint as own_commit_count,
        sum(issue_count)::bigint as issue_count,
        sum(change_request_count)::bigint as change_request_count,
        sum(review_count)::bigint as review_count
    from work
    group by subject_kind, subject_id, confidence, year
),

shown as (
    select *
    from intermediate.employed_people
    anti join intermediate.small_employed_people using (subject_kind, subject_id, confidence, year, figure)
),

people as (
    select
        subject_kind,
        subject_id,
        confidence,
        year,
        any_value(people_count) filter (figure = 'contributors') as contributor_count,
        any_value(people_count) filter (figure = 'newcomers') as newcomer_count,
        any_value(people_count) filter (figure = 'participants') as participant_count,
        any_value(unjoined_people_count) filter (figure = 'contributors') as unjoined_contributor_count,
        any_value(unjoined_people_count) filter (figure = 'newcomers') as unjoined_newcomer_count,
        any_value(unjoined_people_count) filter (figure = 'participants') as unjoined_participant_count
    from shown
    group by subject_kind, subject_id, confidence, year
)

select
    w.* replace (
        if(w.commit_count > 0 or h.has_history, w.commit_count, null) as commit_count,
        if(w.commit_count > 0 or h.has_history, w.own_commit_count, null) as own_commit_count,
        if(w.issue_count > 0 or h.has_issues, w.issue_count, null) as issue_count,
        if(w.change_request_count > 0 or h.has_change_requests, w.change_request_count, null) as change_request_count,
        if(w.review_count > 0 or h.has_change_requests, w.review_count, null) as review_count
    ),
    if(w.commit_count > 0 or h.has_history, coalesce(l.project_count, 0), null) as project_count,
    p.contributor_count,
    p.newcomer_count,
    p.participant_count,
    p.unjoined_contributor_count,
    p.unjoined_newcomer_count,
    p.unjoined_participant_count,
    p.contributor_count is null as is_suppressed
from counted w
cross join held h
left join places l using (subject_kind, subject_id, confidence, year)
left join people p using (subject_kind, subject_id, confidence, year)
