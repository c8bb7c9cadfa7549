-- grain: one row per policy plan, as known at build.parameters.as_of

with

newest as (
    select * from raw.plans
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by plan_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    plan_id,
    name_zh,
    name_en,
    lead_unit_zh,
    lead_unit_en,
    first_year,
    last_year,
    baseline_year,
    source,
    districts,
    parks_zh
from newest
where not is_deleted
