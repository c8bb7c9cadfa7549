-- severity: stop
-- title_zh: 没有采集却写成零
-- title_en: A zero where nothing was collected
-- Zero says that somebody looked. A measure needs a period that is covered at least in part, a derived indicator a
-- repository that is held, and what a claim moves a history of one of its repositories.

with

held_claims as (
    select distinct w.claim_id
    from intermediate.weighed_claims w
    join intermediate.target_coverage t on t.target_id = w.repository_id and t.stream_kind = 'history'
)

select m.metric as figure, m.subject_kind || ':' || m.subject_id as subject, m.period_kind, m.period_start_on
from metrics.all_measures m
anti join intermediate.subject_periods p using (subject_kind, subject_id, period_kind, period_start_on)
where m.value = 0
union all
select v.indicator_id, v.plan_id || '/' || v.confidence, v.period_kind, v.period_start_on
from marts.indicator_values v
join staging.plan_indicators i using (plan_id, indicator_id)
where i.kind = 'derived' and v.value = 0 and v.complete_target_count = 0
union all
select 'claim_effects', e.claim_id || '/' || e.confidence, 'year', e.year_start_on
from intermediate.claim_effects e
anti join held_claims h using (claim_id)
where e.target_count > 0 and (e.commit_count = 0 or e.contributor_count = 0)
