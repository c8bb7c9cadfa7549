-- edition: internal
-- grain: one row per confidence, employer, place, contributor (with and without the join across forges) and year: commits
-- that are neither merges nor a bot's, issues and change requests opened, reviews given
-- Only original work: what forks and upstream code hold is other people's. commit_count 0: threads alone.

with

threads as (
    select
        t.place_number,
        a.organization_id as employer_id,
        a.confidence,
        p.contributor_number,
        f.contributor_number as forge_contributor_number,
        year(a.contributed_on) as year,
        count(*) filter (a.contribution_kind = 'issue') as issue_count,
        count(*) filter (a.contribution_kind = 'change_request') as change_request_count,
        count(*) filter (a.contribution_kind = 'review') as review_count
    from intermediate.thread_attributions a
    join intermediate.thread_contributions t using (contribution_kind, contribution_id)
    join intermediate.contributors p on p.contributor_id = t.contributor_id
    join intermediate.contributors f on f.contributor_id = t.forge_contributor_id
    group by all
),

work as (
    select * exclude (month_on), year(month_on) as year from intermediate.place_employee_months
    union all by name
    select * from threads
)

select
    l.confidence,
    w.employer_id,
    w.place_number,
    w.contributor_number,
    w.forge_contributor_number,
    w.year::integer as year,
    coalesce(sum(w.commit_count), 0)::integer as commit_count,
    coalesce(sum(w.issue_count), 0)::integer as issue_count,
    coalesce(sum(w.change_request_count), 0)::integer as change_request_count,
    coalesce(sum(w.review_count), 0)::integer as review_count
from work w
join intermediate.confidences l on l.claim_confidence = w.confidence
where w.place_number in (select place_number from intermediate.original_places)
group by l.confidence, w.employer_id, w.place_number, w.contributor_number, w.forge_contributor_number, w.year
