-- grain: one row per word of the vocabulary or scope, what it is called, as known at build.parameters.as_of

with

newest as (
    select * from raw.subject_names
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by subject_kind, subject_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    subject_kind,
    subject_id,
    name_zh,
    name_en
from newest
where not is_deleted
