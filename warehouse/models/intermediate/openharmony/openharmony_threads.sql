-- grain: one row per issue and change request of OpenHarmony's own code, at whichever forge it stands
-- What still stood open on Gitee when its repository went on at GitCode ended with the move. Comments count as read
-- where one is held, or where the list says none.

with

places as (
    select part, name, repository_id, forge, closed_on as place_closed_on
    from intermediate.openharmony_locations
    where not is_upstream_code
),

threads as (
    select
        'change_request' as thread_kind,
        repository_id,
        number,
        author_account_id,
        opened_at,
        opened_on,
        merged_at,
        merged_on,
        closed_on,
        comment_count
    from staging.change_requests
    union all by name
    select 'issue' as thread_kind, repository_id, number, author_account_id, opened_at, opened_on, closed_on, comment_count
    from staging.issues
),

commented as (
    select repository_id, parent_kind as thread_kind, parent_number as number
    from staging.comments
    group by all
)

select
    t.*,
    p.part,
    p.name,
    p.forge,
    coalesce(t.merged_on, t.closed_on, case when t.opened_on < p.place_closed_on then p.place_closed_on end) as ended_on,
    t.merged_on is null and t.closed_on is null and coalesce(t.opened_on < p.place_closed_on, false) as is_ended_by_move,
    c.number is not null or coalesce(t.comment_count = 0, false) as is_read
from threads t
join places p using (repository_id)
left join commented c using (repository_id, thread_kind, number)
