-- edition: internal
-- grain: one row per carried-over thread and family of events (state, commented, reviewed) that a copy of it has too:
-- the repositories of the copies that have it
-- What was opened, closed, merged or declined is told by the copy that counts. Comments and reviews count from one
-- copy too, the first that has any by a person: an import may leave them out, a quota leave them unread.

with

discussed as (
    select distinct 'commented' as event_family, c.parent_kind as thread_kind, c.repository_id, c.parent_number as number
    from staging.comments c
    semi join intermediate.thread_copies t
        on t.thread_kind = c.parent_kind and t.repository_id = c.repository_id and t.number = c.parent_number
    left join staging.accounts a on a.account_id = c.author_account_id
    where not coalesce(a.is_bot, false)
    union all
    select distinct 'reviewed', 'change_request', v.repository_id, v.change_request_number
    from staging.reviews v
    semi join intermediate.thread_copies t
        on t.thread_kind = 'change_request' and t.repository_id = v.repository_id and t.number = v.change_request_number
    left join staging.accounts a on a.account_id = v.reviewer_account_id
    where v.submitted_at is not null and v.state != 'pending' and not coalesce(a.is_bot, false)
),

kept as (
    select thread_kind, repository_id, number, kept_repository_id, 'state' as event_family
    from intermediate.carried_threads
    union all
    select c.thread_kind, c.repository_id, c.number, c.kept_repository_id, d.event_family
    from intermediate.carried_threads c
    join discussed d
        on d.thread_kind = c.thread_kind and d.repository_id = c.kept_repository_id and d.number = c.kept_number
)

select
    thread_kind,
    repository_id,
    number,
    event_family,
    list(kept_repository_id order by kept_repository_id) as kept_repository_ids
from kept
group by thread_kind, repository_id, number, event_family
