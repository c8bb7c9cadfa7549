-- grain: one row per issue and change request of OpenHarmony's own code, at whichever forge it stands
-- carried_order tells apart what was opened in the same second.

with

places as (
    select repository_id, forge, name from intermediate.openharmony_locations where not is_upstream_code
),

threads as (
    select 'change_request' as thread_kind, repository_id, number, author_account_id, opened_at, opened_on, merged_at, merged_on
    from staging.change_requests
    union all by name
    select 'issue' as thread_kind, repository_id, number, author_account_id, opened_at, opened_on
    from staging.issues
)

select
    t.*,
    p.forge,
    p.name,
    row_number() over (
        partition by t.thread_kind, p.name, p.forge, date_trunc('second', t.opened_at)
        order by t.repository_id, t.number
    ) as carried_order
from threads t
join places p using (repository_id)
