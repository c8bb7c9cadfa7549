-- grain: one row per day and kind of node: how many mailboxes or accounts opted out, as known at build.parameters.as_of

with

newest as (
    select * from raw.opt_outs
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (
        partition by requested_on, node_kind order by observed_at desc, stream desc, sequence desc
    ) = 1
)

select requested_on, node_kind, node_count
from newest
where not is_deleted
