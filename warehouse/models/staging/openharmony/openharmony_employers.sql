-- grain: one row per mail domain of an employer in OpenHarmony that no organisation claims, as known at build.parameters.as_of

with

newest as (
    select * from raw.openharmony_employers
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by domain order by observed_at desc, stream desc, sequence desc) = 1
)

select
    domain,
    name_zh,
    name_en,
    city_zh,
    city_en,
    kind,
    source
from newest
where not is_deleted
