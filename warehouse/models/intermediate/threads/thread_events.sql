-- grain: one row per thing that happened to an issue or change request: opened, commented, reviewed, closed, merged,
-- declined
-- hours: of opened, until the first answer; of closed, merged and declined, since it was opened.
-- review_hours: of merged and declined, since the first review by another person.
-- place_number is the span, or for what a copy at another forge has too, the thread place that says who counts it here.
-- contributor_id is the person behind account_id, forge_contributor_id the one without the join across forges.

with

threads as (
    select repository_id, 'issue' as thread_kind, number, author_account_id, opened_at, opened_on
    from staging.issues
    union all
    select repository_id, 'change_request', number, author_account_id, opened_at, opened_on
    from staging.change_requests
),

events as (
    select t.repository_id, t.thread_kind, t.number, 'opened' as event_kind, t.opened_on as event_on,
        t.author_account_id as account_id, date_diff('second', t.opened_at, r.responded_at) / 3600 as hours,
        null as review_hours
    from threads t
    left join intermediate.first_responses r using (repository_id, thread_kind, number)
    union all
    select repository_id, 'issue', number, 'closed', closed_on, null,
        date_diff('second', opened_at, closed_at) / 3600, null
    from staging.issues
    where closed_at is not null
    union all
    select c.repository_id, 'change_request', c.number, 'merged', c.merged_on, c.merged_by_account_id,
        date_diff('second', c.opened_at, c.merged_at) / 3600,
        date_diff('second', f.reviewed_at, c.merged_at) / 3600
    from staging.change_requests c
    left join intermediate.first_reviews f using (repository_id, number)
    where c.merged_at is not null
    union all
    select c.repository_id, 'change_request', c.number, 'declined', c.closed_on, null,
        date_diff('second', c.opened_at, c.closed_at) / 3600,
        date_diff('second', f.reviewed_at, c.closed_at) / 3600
    from staging.change_requests c
    left join intermediate.first_reviews f using (repository_id, number)
    where c.merged_at is null and c.closed_at is not null
    union all
    select repository_id, parent_kind, parent_number, 'commented', commented_on, author_account_id, null, null
    from staging.comments
    union all
    select repository_id, 'change_request', change_request_number, 'reviewed', submitted_on, reviewer_account_id,
        null, null
    from staging.reviews
    where submitted_on is not null and state != 'pending'
)

select
    e.*,
    date_trunc('month', e.event_on)::date as month_on,
    coalesce(p.place_number, s.span_number) as place_number,
    coalesce(actor_person.contributor_id, 'account:' || e.account_id) as contributor_id,
    coalesce(actor_person.forge_contributor_id, 'account:' || e.account_id) as forge_contributor_id,
    coalesce(author_person.contributor_id, 'account:' || t.author_account_id) as author_contributor_id,
    t.author_account_id,
    coalesce(author.is_bot, false) as is_bot_thread,
    coalesce(actor.is_bot, false) as is_by_bot
from events e
join threads t using (repository_id, thread_kind, number)
join intermediate.spans s
    on s.repository_id = e.repository_id and e.event_on >= s.from_on and e.event_on < s.until_on
left join intermediate.repeated_threads r
    on r.thread_kind = e.thread_kind
    and r.repository_id = e.repository_id
    and r.number = e.number
    and r.event_family = case when e.event_kind in ('commented', 'reviewed') then e.event_kind else 'state' end
left join intermediate.thread_places p
    on p.repository_id = r.repository_id
    and p.kept_repository_ids = r.kept_repository_ids
    and e.event_on >= p.from_on
    and e.event_on < p.until_on
left join staging.accounts author on author.account_id = t.author_account_id
left join staging.accounts actor on actor.account_id = e.account_id
left join intermediate.account_contributors author_person on author_person.account_id = t.author_account_id
left join intermediate.account_contributors actor_person on actor_person.account_id = e.account_id
