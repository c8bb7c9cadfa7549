-- grain: one row per governance seat of OpenHarmony, as known at build.parameters.as_of
-- first_read_on is the day on which the seat was first seen; since when it is held, nobody says.

with

newest as (
    select
        *,
        min(observed_at) over (partition by sig_id, repository_name, role, person_key) as first_read_at
    from raw.sig_seats
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
    person_account,
    (first_read_at at time zone 'Asia/Shanghai')::date as first_read_on
from newest
where not is_deleted
