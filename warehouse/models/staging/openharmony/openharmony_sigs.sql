-- grain: one row per special interest group of OpenHarmony, as known at build.parameters.as_of

with

newest as (
    select * from raw.special_interest_groups
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by sig_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    sig_id,
    status,
    sub_systems,
    leader_domains,
    repository_count
from newest
where not is_deleted
