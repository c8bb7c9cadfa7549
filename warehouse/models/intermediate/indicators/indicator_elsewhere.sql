-- grain: one row per indicator that reads commits_elsewhere, confidence and period
-- Its targets are the repositories of original work that no organisation of Guangzhou claims. Without an organisation to
-- look at, or with none of these repositories held, the value is undefined.

with

claimed as (
    select distinct r.canonical_repository_id as repository_id
    from intermediate.repository_claims c
    join staging.organizations o using (organization_id)
    join intermediate.repositories r using (repository_id)
    where o.relation = 'guangzhou'
),

targets as (
    select count(*) as target_count, count(b.repository_id) as complete_target_count
    from (select distinct canonical_repository_id as repository_id from intermediate.repositories where is_original_work) r
    anti join claimed using (repository_id)
    left join intermediate.held_histories b using (repository_id)
),

listed as (
    select i.plan_id, i.indicator_id, count(o.organization_id) as listed_count
    from staging.plan_indicators i
    left join intermediate.indicator_organizations o using (plan_id, indicator_id)
    where i.kind = 'derived' and i.reads = 'commits_elsewhere'
    group by i.plan_id, i.indicator_id
),

done as (
    select
        plan_id,
        indicator_id,
        confidence,
        period_kind,
        period_start_on,
        sum(commit_count) as commit_count,
        sum(all_commit_count) as all_commit_count
    from intermediate.indicator_work
    group by plan_id, indicator_id, confidence, period_kind, period_start_on
)

select
    l.plan_id,
    l.indicator_id,
    c.confidence,
    p.period_kind,
    p.period_start_on,
    if(l.listed_count = 0 or t.complete_target_count = 0, null, coalesce(d.commit_count, 0))::double as value,
    coalesce(d.all_commit_count, 0)::bigint as sample_count,
    t.target_count,
    t.complete_target_count,
    l.listed_count as listed_organization_count,
    null::bigint as target_organization_count
from listed l
cross join (select distinct confidence from intermediate.confidences) c
cross join intermediate.indicator_periods p
cross join targets t
left join done d
    on d.plan_id = l.plan_id
    and d.indicator_id = l.indicator_id
    and d.confidence = c.confidence
    and d.period_kind = p.period_kind
    and d.period_start_on = p.period_start_on
