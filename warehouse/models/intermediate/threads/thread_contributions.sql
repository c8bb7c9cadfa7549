-- grain: one row per issue or change request that somebody opened, and per review that somebody gave of another's
-- Bots' threads and bots' reviews are left out, and what a copy at another forge has too where that counts instead
-- (docs/decisions/0051) and is original work. contributor_id is NULL of a deleted account and of one that opted out.

with

threads as (
    select 'issue' as thread_kind, repository_id, number, author_account_id as account_id, opened_on
    from staging.issues
    union all
    select 'change_request', repository_id, number, author_account_id, opened_on
    from staging.change_requests
),

opened as (
    select
        t.thread_kind as contribution_kind,
        t.repository_id || '#' || t.number as contribution_id,
        t.thread_kind,
        t.repository_id,
        t.number,
        'state' as event_family,
        t.account_id,
        t.opened_on as contributed_on,
        p.contributor_id,
        p.forge_contributor_id
    from threads t
    left join staging.accounts a using (account_id)
    left join intermediate.account_contributors p using (account_id)
    where not coalesce(a.is_bot, false)
),

reviewed as (
    select
        'review' as contribution_kind,
        o.contribution_id || '#' || v.review_id as contribution_id,
        o.thread_kind,
        o.repository_id,
        o.number,
        'reviewed' as event_family,
        v.reviewer_account_id as account_id,
        v.submitted_on as contributed_on,
        p.contributor_id,
        p.forge_contributor_id
    from staging.reviews v
    join opened o
        on o.contribution_kind = 'change_request'
        and o.repository_id = v.repository_id
        and o.number = v.change_request_number
    left join staging.accounts a on a.account_id = v.reviewer_account_id
    left join intermediate.account_contributors p on p.account_id = v.reviewer_account_id
    where v.submitted_on is not null and v.state != 'pending' and not coalesce(a.is_bot, false)
        and v.reviewer_account_id is distinct from o.account_id
        and (p.contributor_id is null or p.contributor_id is distinct from o.contributor_id)
),

kept as (
    select thread_kind, repository_id, number, event_family, unnest(kept_repository_ids) as kept_repository_id
    from intermediate.repeated_threads
),

repeated as (
    select distinct k.thread_kind, k.repository_id, k.number, k.event_family
    from kept k
    join intermediate.repositories r on r.repository_id = k.kept_repository_id
    where r.is_original_work
)

select
    a.contribution_kind,
    a.contribution_id,
    a.repository_id,
    a.contributed_on,
    a.contributor_id,
    a.forge_contributor_id,
    s.span_number as place_number
from (select * from opened union all select * from reviewed) a
anti join repeated c using (thread_kind, repository_id, number, event_family)
join intermediate.spans s
    on s.repository_id = a.repository_id and a.contributed_on >= s.from_on and a.contributed_on < s.until_on
