-- grain: one row per phrase of a clause, as known at build.parameters.as_of

with

newest as (
    select * from raw.plan_phrases
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by plan_id, clause_id, phrase_zh order by observed_at desc, stream desc, sequence desc) = 1
)

select
    plan_id,
    clause_id,
    phrase_zh,
    phrase_en,
    position,
    indicator_ids,
    not_measurable_because_zh,
    not_measurable_because_en
from newest
where not is_deleted
