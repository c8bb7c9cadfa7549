-- grain: one row per change request, as known at build.parameters.as_of

with

newest as (
    select * from raw.change_requests
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, number order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    number,
    author_account_id,
    merged_by_account_id,
    state,
    is_draft,
    opened_at,
    (opened_at at time zone 'Asia/Shanghai')::date as opened_on,
    updated_at,
    merged_at,
    (merged_at at time zone 'Asia/Shanghai')::date as merged_on,
    closed_at,
    (closed_at at time zone 'Asia/Shanghai')::date as closed_on,
    merge_commit_sha,
    base_branch,
    lines_added,
    lines_deleted,
    files_changed,
    commit_count,
    comment_count,
    review_count,
    review_comment_count,
    labels
from newest
where not is_deleted
