-- grain: one row per derived indicator, confidence and period: a count over the organisations of its filter
-- A repository counts from its first commit; one whose history is not held counts for nothing but completeness.
-- There is no value where the directory names no such organisation, where none of them has a repository at that
-- confidence, or where none of their repositories is held: a zero says that somebody looked.
-- Shares of repositories look at the default branch as it is now, so they exist for the running periods only.

with

works as (
    select distinct
        c.organization_id,
        l.confidence,
        r.canonical_repository_id as repository_id,
        c.valid_from_on,
        c.valid_until_on,
        f.first_commit_on,
        f.repository_id is not null as is_held,
        h.repository_id is not null as has_head,
        h.has_license,
        h.has_security_policy,
        h.has_lock_file
    from intermediate.repository_claims c
    join intermediate.confidences l on l.claim_confidence = c.confidence
    join intermediate.repositories r using (repository_id)
    left join intermediate.held_histories f on f.repository_id = r.canonical_repository_id
    left join staging.repository_heads h on h.repository_id = r.canonical_repository_id
    where r.is_original_work
),

grid as (
    select i.plan_id, i.indicator_id, i.reads, c.confidence, p.period_kind, p.period_start_on, p.known_until_on, p.is_complete
    from staging.plan_indicators i
    cross join (select distinct confidence from intermediate.confidences) c
    cross join intermediate.indicator_periods p
    where i.kind = 'derived' and i.reads != 'commits_elsewhere'
),

counted as (
    select
        g.plan_id,
        g.indicator_id,
        g.reads,
        g.confidence,
        g.period_kind,
        g.period_start_on,
        g.is_complete,
        count(distinct c.organization_id) as listed_count,
        count(distinct w.organization_id) as owner_count,
        count(distinct w.organization_id) filter (w.first_commit_on <= g.known_until_on) as organization_count,
        count(distinct w.repository_id) filter (w.first_commit_on <= g.known_until_on) as repository_count,
        count(distinct w.repository_id) as target_count,
        count(distinct w.repository_id) filter (w.is_held) as complete_target_count,
        count(distinct w.repository_id) filter (w.has_head) as head_count,
        count(distinct w.repository_id) filter (w.has_license) as license_count,
        count(distinct w.repository_id) filter (w.has_security_policy) as security_policy_count,
        count(distinct w.repository_id) filter (w.has_lock_file) as lock_file_count
    from grid g
    left join intermediate.indicator_organizations c on c.plan_id = g.plan_id and c.indicator_id = g.indicator_id
    left join works w
        on w.organization_id = c.organization_id and w.confidence = g.confidence
        and g.known_until_on between w.valid_from_on and w.valid_until_on
    group by g.plan_id, g.indicator_id, g.reads, g.confidence, g.period_kind, g.period_start_on, g.is_complete
)

select
    plan_id,
    indicator_id,
    confidence,
    period_kind,
    period_start_on,
    case
        when complete_target_count = 0 then null
        when reads = 'organizations_present' then organization_count
        when reads = 'repositories_present' then repository_count
        when reads = 'repositories_with_license' then license_count / nullif(head_count, 0)
        when reads = 'repositories_with_security_policy' then security_policy_count / nullif(head_count, 0)
        when reads = 'repositories_with_lock_file' then lock_file_count / nullif(head_count, 0)
    end::double as value,
    if(starts_with(reads, 'repositories_with_'), head_count, repository_count) as sample_count,
    target_count,
    if(starts_with(reads, 'repositories_with_'), head_count, complete_target_count) as complete_target_count,
    listed_count as listed_organization_count,
    owner_count as target_organization_count
from counted
where not (starts_with(reads, 'repositories_with_') and is_complete)
