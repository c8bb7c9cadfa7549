-- grain: one row per node (a mailbox's key or a forge's account) that was ever observed, as known at
-- build.parameters.as_of
-- The first observation never changes as more is collected, so it can give a person a name that lasts. Withdrawn
-- commits and deleted accounts are in it, whoever opted out is not.

with

seen as (
    select 'key:' || author_key as node_id, observed_at as first_observed_at
    from raw.commits
    where observed_at <= (select as_of from build.parameters)
    union all
    select 'account:' || author_account, observed_at
    from raw.commits
    where author_account is not null and observed_at <= (select as_of from build.parameters)
    union all
    select 'key:' || author_mapped_key, observed_at
    from raw.repository_commits
    where author_mapped_key is not null and observed_at <= (select as_of from build.parameters)
    union all
    select unnest(['key:' || person_key, 'account:' || person_account]), observed_at
    from raw.commit_trailers
    where person_account is not null and observed_at <= (select as_of from build.parameters)
    union all
    select 'account:' || author_account_id, observed_at
    from raw.commit_accounts
    where observed_at <= (select as_of from build.parameters)
    union all
    select 'account:' || committer_account_id, observed_at
    from raw.commit_accounts
    where observed_at <= (select as_of from build.parameters)
    union all
    select 'key:' || c.committer_key, c.observed_at
    from raw.commits c
    join raw.commit_accounts a using (sha)
    where a.committer_account_id is not null and c.observed_at <= (select as_of from build.parameters)
    union all
    select 'account:' || account_id, observed_at
    from raw.accounts
    where observed_at <= (select as_of from build.parameters)
    union all
    select unnest([left_node, right_node]), observed_at
    from raw.identity_claims
    where observed_at <= (select as_of from build.parameters)
)

select node_id, min(first_observed_at) as first_observed_at
from seen
where node_id is not null and not ends_with(node_id, ':opted-out')
group by node_id
