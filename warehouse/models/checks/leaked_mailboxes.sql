-- severity: stop
-- title_zh: 数据中出现邮箱地址
-- title_en: A mailbox in plain text

with

texts as (
    select 'raw.commits' as found_in, unnest([author_key, author_domain, committer_key, committer_domain]) as text
    from raw.commits
    union all
    select 'raw.repository_commits', unnest([author_mapped_key, author_mapped_domain])
    from raw.repository_commits
    where author_mapped_key is not null
    union all
    select 'raw.commit_trailers', unnest([kind, person_key, person_domain]) from raw.commit_trailers
    union all
    select 'raw.sig_seats', unnest([person_key, person_domain]) from raw.sig_seats
    union all
    select 'raw.accounts', login from raw.accounts
    union all
    select 'raw.commits, accounts', replace(author_account, ':@', ':') from raw.commits where author_account is not null
    union all
    select 'raw.commit_accounts', unnest([replace(author_account_id, ':@', ':'), replace(committer_account_id, ':@', ':')])
    from raw.commit_accounts
    union all
    select 'raw.identity_claims',
        unnest([replace(left_node, ':@', ':'), replace(right_node, ':@', ':'), evidence, source, reviewer])
    from raw.identity_claims
    union all
    select 'raw.review_decisions', unnest([reviewer, reason]) from raw.review_decisions
    union all
    select 'raw.ledger', regexp_replace(detail, '[a-z+]+://[^ ]*|git@', '', 'g') from raw.ledger
)

select found_in, count(*) as row_count
from texts
where contains(text, '@') and not starts_with(text, '@')
group by found_in
