-- grain: one row per issue or change request that somebody opened, and per review that somebody gave of another's
-- Bots' threads and bots' reviews are left out, and copies that were carried over from another forge, unless what counts
-- instead is no original work. contributor_id is NULL of a deleted account and of one that opted out.

with

threads as (
    select 'issue' as thread_kind, repository_id, number, author_account_id as account_id, opened_on
    from staging.issues
    union all
    select 'change_request', repository_id, number, author_account_id, opened_on
    from staging.change_requests
),

copies as (
    select distinct c.thread_kind, c.repository_id, c.number
    from intermediate.carried_threads c
    join intermediate.repositories r on r.repository_id = c.kept_repository_id
    where r.is_original_work
),

opened as (
    select t.*, p.contributor_id, p.forge_contributor_id
    from threads t
    left join staging.accounts a using (account_id)
    left join intermediate.account_contributors p using (account_id)
    anti join copies c using (thread_kind, repository_id, number)
    where not coalesce(a.is_bot, false)
),

reviewed as (
    select v.*, o.number, p.contributor_id, p.forge_contributor_id
    from staging.reviews v
    join opened o
        on o.thread_kind = 'change_request'
        and o.repository_id = v.repository_id
        and o.number = v.change_request_number
    left join staging.accounts a on a.account_id = v.reviewer_account_id
    left join intermediate.account_contributors p on p.account_id = v.reviewer_account_id
    where v.submitted_on is not null and v.state != 'pending' and not coalesce(a.is_bot, false)
        and v.reviewer_account_id is distinct from o.account_id
        and (p.contributor_id is null or p.contributor_id is distinct from o.contributor_id)
),

acts as (
    select
        thread_kind as contribution_kind,
        repository_id || '#' || number as contribution_id,
        repository_id,
        opened_on as contributed_on,
        contributor_id,
        forge_contributor_id
    from opened
    union all
    select
        'review',
        repository_id || '#' || number || '#' || review_id,
        repository_id,
        submitted_on,
        contributor_id,
        forge_contributor_id
    from reviewed
)

select a.*, s.span_number as place_number
from acts a
join intermediate.spans s
    on s.repository_id = a.repository_id and a.contributed_on >= s.from_on and a.contributed_on < s.until_on
