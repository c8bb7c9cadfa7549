-- edition: internal
-- grain: one row per claim for an organisation of Guangzhou and confidence of the city's figures that it moves
-- What only this claim puts into Guangzhou in the last complete year, or would put there if it counted. Repositories
-- are known by their names. Commits and people are known of those only whose history is held for the year, or a part
-- of it: where none is, they are NULL. A claim that did not hold in the year moves nothing in it, which is a true 0.

with

weighed as (
    select l.confidence, w.*
    from intermediate.weighed_claims w
    join intermediate.confidences l on l.claim_confidence = w.confidence
),

targets as (
    select distinct
        w.confidence,
        w.claim_id,
        w.is_counted,
        w.repository_id,
        coalesce(t.covered_until_on >= y.period_start_on, false) as is_held,
        coalesce(t.covered_until_on > y.period_end_on, false) as is_held_whole
    from weighed w
    join intermediate.last_year y on w.valid_from_on <= y.period_end_on and w.valid_until_on >= y.period_start_on
    left join intermediate.target_coverage t on t.target_id = w.repository_id and t.stream_kind = 'history'
),

claim_targets as (
    select
        confidence,
        claim_id,
        count(*) as target_count,
        count(*) filter (is_held_whole) as complete_target_count,
        bool_or(is_held) as is_held
    from targets
    group by confidence, claim_id
),

city_targets as (
    select
        confidence,
        count(distinct repository_id) as target_count,
        count(distinct repository_id) filter (is_held_whole) as complete_target_count,
        bool_or(is_held) as is_held
    from targets
    where is_counted
    group by confidence
),

sole_repositories as (
    select
        confidence,
        repository_id,
        case
            when count(distinct claim_id) filter (is_counted) = 1 then min(claim_id) filter (is_counted)
            when count(distinct claim_id) filter (is_counted) = 0 and count(distinct claim_id) = 1 then min(claim_id)
        end as claim_id
    from weighed
    group by confidence, repository_id
),

repositories as (
    select confidence, claim_id, count(*) as repository_count
    from sole_repositories
    group by confidence, claim_id
),

commits as (
    select confidence, sole_claim_id as claim_id, count(*) as commit_count
    from intermediate.claimed_commits
    where sole_claim_id is not null
    group by confidence, sole_claim_id
),

counted_people as (
    select
        confidence,
        contributor_id,
        case when count(sole_claim_id) = count(*) and count(distinct sole_claim_id) = 1 then min(sole_claim_id) end
            as claim_id
    from intermediate.claimed_commits
    where is_counted and contributor_id is not null
    group by confidence, contributor_id
),

other_people as (
    select distinct c.confidence, c.contributor_id, c.sole_claim_id as claim_id
    from intermediate.claimed_commits c
    anti join counted_people p using (confidence, contributor_id)
    where not c.is_counted and c.sole_claim_id is not null
),

people as (
    select confidence, claim_id, count(*) as contributor_count
    from (select * from counted_people union all by name select * from other_people)
    where claim_id is not null
    group by confidence, claim_id
),

totals as (
    select
        confidence,
        count(*) as total_commit_count,
        count(distinct contributor_id) as total_contributor_count
    from intermediate.claimed_commits
    where is_counted
    group by confidence
),

claims as (
    select distinct claim_id, confidence, is_counted
    from weighed
)

select
    c.claim_id,
    c.confidence,
    c.is_counted,
    y.period_start_on as year_start_on,
    coalesce(r.repository_count, 0) as repository_count,
    if(coalesce(a.is_held, true), coalesce(m.commit_count, 0), null) as commit_count,
    if(coalesce(a.is_held, true), coalesce(p.contributor_count, 0), null) as contributor_count,
    if(b.is_held, coalesce(t.total_commit_count, 0), null) as total_commit_count,
    if(b.is_held, coalesce(t.total_contributor_count, 0), null) as total_contributor_count,
    coalesce(a.target_count, 0) as target_count,
    coalesce(a.complete_target_count, 0) as complete_target_count,
    coalesce(b.target_count, 0) as total_target_count,
    coalesce(b.complete_target_count, 0) as total_complete_target_count
from claims c
cross join intermediate.last_year y
left join repositories r using (claim_id, confidence)
left join commits m using (claim_id, confidence)
left join people p using (claim_id, confidence)
left join totals t using (confidence)
left join claim_targets a using (claim_id, confidence)
left join city_targets b using (confidence)
