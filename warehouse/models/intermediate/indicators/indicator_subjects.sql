-- grain: one row per measured indicator and confidence: the one subject whose measure it reads, never a sum of several

select
    i.plan_id,
    i.indicator_id,
    i.reads,
    i.subject_kind,
    c.confidence,
    if(i.subject_kind in ('repository', 'project', 'package'), i.subject_id, i.subject_id || c.suffix) as subject_id
from staging.plan_indicators i
cross join (select distinct confidence, suffix from intermediate.confidences) c
where i.kind = 'measured'
