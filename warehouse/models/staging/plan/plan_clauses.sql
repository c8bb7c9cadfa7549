-- grain: one row per clause of a plan, as known at build.parameters.as_of

with

newest as (
    select * from raw.plan_clauses
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by plan_id, clause_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    plan_id,
    clause_id,
    position,
    task_zh,
    task_en,
    title_zh,
    title_en,
    text_zh,
    text_en,
    is_verbatim,
    source
from newest
where not is_deleted
