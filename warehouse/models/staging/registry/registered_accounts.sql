-- grain: one row per account on a forge that the config names, as known at build.parameters.as_of

with

newest as (
    select * from raw.registered_accounts
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by account_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    account_id,
    forge,
    login,
    is_aggregate_only
from newest
where not is_deleted
