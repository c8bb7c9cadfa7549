-- grain: one row per issue, as known at build.parameters.as_of

with

newest as (
    select * from raw.issues
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, number order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    number,
    author_account_id,
    state,
    state_reason,
    opened_at,
    (opened_at at time zone 'Asia/Shanghai')::date as opened_on,
    updated_at,
    closed_at,
    (closed_at at time zone 'Asia/Shanghai')::date as closed_on,
    reopened_count,
    comment_count,
    labels
from newest
where not is_deleted
