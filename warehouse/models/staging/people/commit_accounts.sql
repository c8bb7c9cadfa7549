-- grain: one row per commit and forge that says whose accounts it belongs to, as known at build.parameters.as_of

with

newest as (
    select * from raw.commit_accounts
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by sha, forge order by observed_at desc, stream desc, sequence desc) = 1
)

select
    sha,
    forge,
    author_account_id,
    committer_account_id
from newest
where not is_deleted
