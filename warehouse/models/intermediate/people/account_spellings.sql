-- grain: one row per account that is written by its login only, and exactly one account of the forge has that login
-- A noreply mailbox may carry a login (gitee:@login) where the forge's own id is a number.

with

written as (
    select author_account as written_account_id from staging.commits where author_account like '%:@%'
    union
    select person_account from staging.commit_trailers where person_account like '%:@%'
),

logins as (
    select forge || ':@' || lower(login) as written_account_id, min(account_id) as account_id
    from staging.accounts
    where login is not null
    group by forge, lower(login)
    having count(*) = 1
)

select w.written_account_id, l.account_id
from written w
join logins l using (written_account_id)
