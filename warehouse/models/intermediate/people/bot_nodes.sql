-- grain: one row per node that is no person, and why: an account that the forge, the list of bots or a review calls
-- one, or a mailbox whose every commit a rule or a review marks

select 'account:' || account_id as node_id, if(kind = 'bot', 'forge', 'list or review') as reason
from staging.accounts
where is_bot
union all
select 'key:' || author_key, coalesce(min(bot_rule), 'review')
from staging.commits
where author_key in (select author_key from staging.commits where is_bot)
group by author_key
having bool_and(is_bot)
