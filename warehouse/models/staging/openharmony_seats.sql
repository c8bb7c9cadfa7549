-- grain: one row per governance seat of OpenHarmony, as known at build.parameters.as_of

with

newest as (
    select * from raw.sig_seats
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (
        partition by sig_id, repository_name, role, person_key order by observed_at desc, stream desc, sequence desc
    ) = 1
)

select
    sig_id,
    repository_name,
    role,
    person_key,
    person_domain,
    person_account
from newest
where not is_deleted
