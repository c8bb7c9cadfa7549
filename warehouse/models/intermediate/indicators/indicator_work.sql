-- grain: one row per indicator that reads commits_elsewhere, confidence, period and organisation: what its people did there
-- Elsewhere is original work that no organisation of Guangzhou claims, on the day and at any confidence: what is not sure
-- to be Guangzhou's is not counted as upstream either. A commit has one employer, so organisations add up.

with

guangzhou_places as (
    select distinct p.place_number
    from intermediate.place_subjects p
    join intermediate.subjects s using (subject_number)
    join staging.organizations o on s.subject_kind = 'organization' and o.organization_id = s.base_subject_id
    where s.confidence = 'all' and o.relation = 'guangzhou'
),

worked as (
    select
        l.confidence,
        w.employer_id,
        p.period_kind,
        p.period_start_on,
        w.place_number not in (select place_number from guangzhou_places) as is_elsewhere,
        sum(w.commit_count) as commit_count
    from intermediate.place_employee_months w
    join intermediate.confidences l on l.claim_confidence = w.confidence
    join intermediate.period_months p using (month_on)
    join intermediate.indicator_periods i using (period_kind, period_start_on)
    where w.place_number in (select place_number from intermediate.original_places)
    group by all
)

select
    c.plan_id,
    c.indicator_id,
    w.confidence,
    w.period_kind,
    w.period_start_on,
    c.organization_id,
    coalesce(sum(w.commit_count) filter (w.is_elsewhere), 0)::bigint as commit_count,
    sum(w.commit_count)::bigint as all_commit_count
from intermediate.indicator_organizations c
join worked w on w.employer_id = c.organization_id
where c.reads = 'commits_elsewhere'
group by c.plan_id, c.indicator_id, w.confidence, w.period_kind, w.period_start_on, c.organization_id
