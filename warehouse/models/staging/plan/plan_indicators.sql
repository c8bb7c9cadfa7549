-- grain: one row per indicator of a plan, as known at build.parameters.as_of

with

newest as (
    select * from raw.plan_indicators
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by plan_id, indicator_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    plan_id,
    indicator_id,
    position,
    clause_id,
    name_zh,
    name_en,
    owner_zh,
    owner_en,
    unit,
    kind,
    reads,
    reading,
    subject_kind,
    subject_id,
    filters,
    accumulation,
    baseline_year,
    target_value,
    target_on,
    target_source,
    direction,
    definition_zh,
    definition_en,
    caution_zh,
    caution_en
from newest
where not is_deleted
