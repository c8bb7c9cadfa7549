-- grain: one row per change request that somebody else reviewed: the first time, at whichever of its places
-- A bot's do not count, nor the author's own under whatever account.

select
    coalesce(s.copy_repository_id, v.repository_id) as repository_id,
    coalesce(s.copy_number, v.change_request_number) as number,
    min(v.submitted_at) as reviewed_at
from staging.reviews v
join staging.change_requests c on c.repository_id = v.repository_id and c.number = v.change_request_number
left join staging.accounts a on a.account_id = v.reviewer_account_id
left join intermediate.account_contributors n on n.account_id = v.reviewer_account_id
left join intermediate.account_contributors m on m.account_id = c.author_account_id
left join intermediate.thread_siblings s
    on s.thread_kind = 'change_request' and s.repository_id = v.repository_id and s.number = v.change_request_number
where v.reviewer_account_id is distinct from c.author_account_id and not coalesce(a.is_bot, false)
    and (n.contributor_id is null or n.contributor_id is distinct from m.contributor_id)
group by 1, 2
