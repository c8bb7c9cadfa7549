-- grain: one row per issue or change request that somebody else answered: the first time
-- An answer is a comment or a review by another person: the author's own do not count, under whatever account, nor do
-- a bot's, nor those of deleted accounts, who may be the author. One that was carried over to another forge has one
-- first answer, at whichever place it was given: an import leaves answers out, or dates them anew.

with

threads as (
    select repository_id, 'issue' as thread_kind, number, author_account_id, opened_at from staging.issues
    union all
    select repository_id, 'change_request', number, author_account_id, opened_at from staging.change_requests
),

answers as (
    select repository_id, parent_kind as thread_kind, parent_number as number, author_account_id as account_id,
        commented_at as answered_at
    from staging.comments
    union all
    select repository_id, 'change_request', change_request_number, reviewer_account_id, submitted_at
    from staging.reviews
    where submitted_at is not null
)

select
    coalesce(s.copy_repository_id, t.repository_id) as repository_id,
    t.thread_kind,
    coalesce(s.copy_number, t.number) as number,
    min(a.answered_at) as responded_at
from answers a
join threads t using (repository_id, thread_kind, number)
left join staging.accounts p using (account_id)
left join intermediate.account_contributors n using (account_id)
left join intermediate.account_contributors m on m.account_id = t.author_account_id
left join intermediate.thread_siblings s using (thread_kind, repository_id, number)
where a.account_id is not null
    and a.account_id is distinct from t.author_account_id
    and (n.contributor_id is null or n.contributor_id is distinct from m.contributor_id)
    and not coalesce(p.is_bot, false)
    and a.answered_at >= t.opened_at
group by 1, 2, 3
