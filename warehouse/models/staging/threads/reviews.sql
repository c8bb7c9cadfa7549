-- grain: one row per review of a change request that is still there, as known at build.parameters.as_of

with

newest as (
    select * from raw.reviews
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, review_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    review_id,
    change_request_number,
    reviewer_account_id,
    state,
    submitted_at,
    (submitted_at at time zone 'Asia/Shanghai')::date as submitted_on,
    comment_count
from newest
semi join staging.change_requests c
    on c.repository_id = newest.repository_id and c.number = newest.change_request_number
where not newest.is_deleted
