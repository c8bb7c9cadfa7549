-- grain: one row per comment on an issue or change request that is still there, as known at build.parameters.as_of

with

newest as (
    select * from raw.comments
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, comment_id order by observed_at desc, stream desc, sequence desc) = 1
),

parents as (
    select repository_id, 'issue' as parent_kind, number as parent_number from staging.issues
    union all
    select repository_id, 'change_request', number from staging.change_requests
)

select
    repository_id,
    comment_id,
    parent_kind,
    parent_number,
    author_account_id,
    commented_at,
    (commented_at at time zone 'Asia/Shanghai')::date as commented_on,
    gate_signal
from newest
semi join parents using (repository_id, parent_kind, parent_number)
where not is_deleted
