-- grain: one row per organisation, kind, sector, district, park, size class or the city, confidence and year in which people
-- employed there committed anywhere
-- Organisations of other places count for themselves only. Each commit counts once; merges, bots, forks and upstream
-- code are left out. In one's own repositories is what the subject owned on the day at the same confidence.
-- An organisation with fewer than five people is withheld; so is a whole that has exactly one such part, and, where
-- only one of a kind is withheld, the smallest other: else it could be had by subtraction.
-- column: subject_kind | 主体类型：organization、kind、sector、district、park、size_class、city | organization, kind, sector, district, park, size_class or city
-- column: subject_id | 机构或类别；city 为 guangzhou | organisation or word of the vocabulary; guangzhou for the city
-- column: confidence | 置信档 | high, medium or all
-- column: year | 年（北京时间） | year in Shanghai
-- column: commit_count | 提交数 | commits
-- column: own_commit_count | 其中在自有仓库的提交数 | those of them in repositories that the subject owned on the day
-- column: project_count | 涉及的项目数 | projects in which they lie
-- column: contributor_count | 贡献者数；少于 5 人不公布 | contributors, withheld below five
-- column: newcomer_count | 其中当年首次以该主体的人出现的；少于 5 人不公布 | those of them who first appear as the subject's people in the year, withheld below five
-- column: is_suppressed | 贡献者数不公布：少于 5 人，或可由其他数相减得出 | whether the contributors are withheld: fewer than five, or to be had by subtraction

with

subjects as (
    select organization_id as employer_id, subject_kind, base_subject_id as subject_id
    from intermediate.claimed_subjects
    union all
    select organization_id, 'city', 'guangzhou'
    from staging.organizations
    where relation = 'guangzhou'
),

owned as (
    select distinct p.place_number, c.confidence, s.subject_kind, s.subject_id
    from intermediate.place_subjects p
    join intermediate.public_subjects c using (subject_number)
    join subjects s on c.subject_kind = 'organization' and s.employer_id = c.base_subject_id
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
        e.* exclude (employer_id),
        o.place_number is not null as is_own,
        min(e.year) over (
            partition by s.subject_kind, s.subject_id, e.confidence, e.contributor_number
        ) = e.year as is_newcomer
    from intermediate.employee_years e
    join subjects s using (employer_id)
    left join owned o using (place_number, confidence, subject_kind, subject_id)
),

places as (
    select w.subject_kind, w.subject_id, w.confidence, w.year, count(distinct p.project_number) as project_count
    from work w
    join projects p using (place_number)
    group by w.subject_kind, w.subject_id, w.confidence, w.year
),

counted as (
    select
        subject_kind,
        subject_id,
        confidence,
        year,
        sum(commit_count)::bigint as commit_count,
        coalesce(sum(commit_count) filter (is_own), 0)::bigint as own_commit_count,
        count(distinct contributor_number) as contributor_count,
        count(distinct contributor_number) filter (is_newcomer) as newcomer_count
    from work
    group by subject_kind, subject_id, confidence, year
),

lonely as (
    select s.subject_kind, s.subject_id, c.confidence, c.year
    from counted c
    join subjects s on c.subject_kind = 'organization' and s.employer_id = c.subject_id
    where s.subject_kind != 'organization'
    group by s.subject_kind, s.subject_id, c.confidence, c.year
    having count(*) filter (c.contributor_count < 5) = 1
),

small as (
    select
        c.*,
        c.contributor_count < 5 or l.subject_id is not null as is_small,
        count(*) filter (c.contributor_count < 5 or l.subject_id is not null) over siblings as small_count,
        row_number() over (
            partition by c.subject_kind, c.confidence, c.year, c.contributor_count < 5 or l.subject_id is not null
            order by c.contributor_count, c.subject_id
        ) as size_rank
    from counted c
    left join lonely l using (subject_kind, subject_id, confidence, year)
    window siblings as (partition by c.subject_kind, c.confidence, c.year)
),

withheld as (
    select *, is_small or (subject_kind != 'organization' and small_count = 1 and size_rank = 1) as is_suppressed
    from small
)

select
    w.subject_kind,
    w.subject_id,
    w.confidence,
    w.year,
    w.commit_count,
    w.own_commit_count,
    coalesce(p.project_count, 0) as project_count,
    if(w.is_suppressed, null, w.contributor_count) as contributor_count,
    if(w.is_suppressed or w.newcomer_count between 1 and 4 or w.contributor_count - w.newcomer_count between 1 and 4,
        null, w.newcomer_count) as newcomer_count,
    w.is_suppressed
from withheld w
left join places p using (subject_kind, subject_id, confidence, year)
