-- grain: one row per year, confidence and pair of employers, kinds or places between which contributors moved
-- A move: the first month of commits for an employer comes after the last one for the employer before. Who works for two
-- at a time, or stops, has not moved.
-- column: group_kind | 分组：organization 机构、kind 机构类型、city 广州与外地 | organization, kind of organisation, or city (Guangzhou and elsewhere)
-- column: from_id | 来自：机构（或独有邮箱域名）、类型，guangzhou 或 elsewhere；未登记的机构类型为 unlisted | organisation (or exclusive mail domain), kind, guangzhou or elsewhere; the kind of an unregistered one is unlisted
-- column: to_id | 去往 | the same of the later employer
-- column: year | 到新雇主后首次提交的年份（北京时间） | year of the first commit for the later employer, in Shanghai
-- column: confidence | 置信档 | high, medium or all
-- column: contributor_count | 人数；少于 5 人不公布；0 表示只在不合并各平台账号时才像流动 | contributors, withheld below five; 0: it only looks like a move while accounts on several forges are not joined
-- column: unjoined_contributor_count | 各平台账号不合并时的人数；少于 5 人或人数不公布时也不公布 | contributors without joining accounts across forges, withheld below five and where contributor_count is
-- column: is_suppressed | 少于 5 人，或可由其他数相减得出，不公布 | whether the count is withheld: fewer than five, or to be had by subtraction

with

turns as (
    select
        *,
        lag(employer_id) over later as from_employer_id,
        max(last_month_on) over (later rows between unbounded preceding and 1 preceding) as left_month_on
    from intermediate.employments
    window later as (
        partition by confidence, is_joined, contributor_number order by last_month_on, first_month_on, employer_id
    )
),

moves as (
    select
        confidence,
        is_joined,
        contributor_number,
        from_employer_id,
        employer_id as to_employer_id,
        year(first_month_on)::integer as year
    from turns
    where left_month_on < first_month_on
),

grouped as (
    select 'organization' as group_kind, from_employer_id as from_id, to_employer_id as to_id, year, confidence,
        is_joined, contributor_number
    from moves
    union all
    select
        unnest(['kind', 'city']),
        unnest([coalesce(f.kind, 'unlisted'), if(f.relation = 'guangzhou', 'guangzhou', 'elsewhere')]),
        unnest([coalesce(t.kind, 'unlisted'), if(t.relation = 'guangzhou', 'guangzhou', 'elsewhere')]),
        m.year,
        m.confidence,
        m.is_joined,
        m.contributor_number
    from moves m
    left join staging.organizations f on f.organization_id = m.from_employer_id
    left join staging.organizations t on t.organization_id = m.to_employer_id
),

counted as (
    select
        group_kind,
        from_id,
        to_id,
        year,
        confidence,
        count(distinct contributor_number) filter (is_joined) as contributor_count,
        count(distinct contributor_number) filter (not is_joined) as unjoined_contributor_count
    from grouped
    group by group_kind, from_id, to_id, year, confidence
),

small as (
    select
        *,
        contributor_count between 1 and 4 as is_small,
        count(*) filter (contributor_count between 1 and 4) over (partition by group_kind, confidence, year)
            as small_count,
        row_number() over (
            partition by group_kind, confidence, year, contributor_count >= 5 order by contributor_count, from_id, to_id
        ) as size_rank
    from counted
),

withheld as (
    select *, is_small or (contributor_count >= 5 and small_count = 1 and size_rank = 1) as is_suppressed from small
),

hidden as (
    select *, is_suppressed or unjoined_contributor_count between 1 and 4 as is_hidden from withheld
),

ranked as (
    select
        *,
        count(*) filter (is_hidden) over (partition by group_kind, confidence, year) as hidden_count,
        row_number() over (
            partition by group_kind, confidence, year, not is_hidden and unjoined_contributor_count >= 5
            order by unjoined_contributor_count, from_id, to_id
        ) as unjoined_rank
    from hidden
)

select
    group_kind,
    from_id,
    to_id,
    year,
    confidence,
    if(is_suppressed, null, contributor_count) as contributor_count,
    if(is_hidden or (hidden_count = 1 and unjoined_contributor_count >= 5 and unjoined_rank = 1), null,
        unjoined_contributor_count) as unjoined_contributor_count,
    is_suppressed
from ranked
