-- grain: one row per rule by which a name, login or mailbox is no person, as known at build.parameters.as_of

with

newest as (
    select * from raw.bots
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by bot_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    bot_id,
    match_kind,
    pattern,
    reason
from newest
where not is_deleted
