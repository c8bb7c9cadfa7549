-- grain: one row per node and reason to ask whether it is a bot: it behaves like one, no rule says so, nobody decided
-- Nothing is excluded by this: a review decides. The limits:
--   no_rest            200 commits or more; the eight quietest hours of the day hold a fifth of them (even: a third,
--                      somebody who sleeps: next to nothing)
--   regular_intervals  50 gaps of half an hour or more between commits; half of them are as long, to five minutes
--   volume             100 commits or more on each of ten days
--   templated_merges   100 commits or more; 95 in 100 are merges, or name a change request
--   instant_answers    an account's first comment on 100 threads or more; 80 in 100 within two minutes of the opening
-- evidence says how far it went; commit_count is 0 where only comments tell.

with

commits as (
    select
        author_key,
        authored_at,
        contributed_on,
        contributed_hour,
        is_merge or change_request_number is not null as is_templated
    from staging.commits
    where not is_bot and author_key in (
        select author_key from staging.commits where not is_bot group by author_key having count(*) > 50
    )
),

hours as (
    select author_key, contributed_hour, count(*) as commit_count
    from commits
    group by author_key, contributed_hour
),

no_rest as (
    select author_key, sum(commit_count) as commit_count,
        (sum(commit_count) - list_sum(list(commit_count order by commit_count desc)[:16])) / sum(commit_count) as share
    from hours
    group by author_key
    having sum(commit_count) >= 200 and share >= 0.2
),

gaps as (
    select
        author_key,
        round(date_diff('second', lag(authored_at) over (partition by author_key order by authored_at), authored_at) / 300)
            as five_minutes
    from commits
),

long_gaps as (
    select author_key, five_minutes, count(*) as gap_count
    from gaps
    where five_minutes >= 6
    group by author_key, five_minutes
),

regular_intervals as (
    select author_key, max(gap_count) / sum(gap_count) as share, arg_max(five_minutes, gap_count) * 5 as minutes
    from long_gaps
    group by author_key
    having sum(gap_count) >= 50 and share >= 0.5
),

full_days as (
    select author_key, contributed_on
    from commits
    group by author_key, contributed_on
    having count(*) >= 100
),

volume as (
    select author_key, count(*) as day_count
    from full_days
    group by author_key
    having count(*) >= 10
),

templated as (
    select author_key, avg(is_templated::integer) as share
    from commits
    group by author_key
    having count(*) >= 100 and share >= 0.95
),

totals as (
    select author_key, count(*) as commit_count from commits group by author_key
),

threads as (
    select repository_id, 'issue' as thread_kind, number, opened_at from staging.issues
    union all
    select repository_id, 'change_request', number, opened_at from staging.change_requests
),

first_comments as (
    select c.author_account_id, date_diff('second', t.opened_at, min(c.commented_at)) as seconds
    from staging.comments c
    join threads t
        on t.repository_id = c.repository_id and t.thread_kind = c.parent_kind and t.number = c.parent_number
    group by c.author_account_id, t.repository_id, t.thread_kind, t.number, t.opened_at
),

instant_answers as (
    select author_account_id, avg((seconds between 0 and 120)::integer) as share
    from first_comments
    group by author_account_id
    having count(*) >= 100 and share >= 0.8
),

found as (
    select author_key, 'no_rest' as reason, 'quietest_hours_share=' || round(share, 2) as evidence from no_rest
    union all
    select author_key, 'regular_intervals', 'minutes=' || minutes::integer || ' share=' || round(share, 2)
    from regular_intervals
    union all
    select author_key, 'volume', 'days=' || day_count from volume
    union all
    select author_key, 'templated_merges', 'share=' || round(share, 2) from templated
),

proposed as (
    select 'key:' || f.author_key as node_id, f.reason, t.commit_count, f.evidence
    from found f
    join totals t using (author_key)
    union all
    select 'account:' || author_account_id, 'instant_answers', 0, 'share=' || round(share, 2)
    from instant_answers
)

select p.*
from proposed p
join intermediate.contributor_nodes n using (node_id)
where not n.is_bot and p.node_id not in (select node_id from staging.decided_nodes)
