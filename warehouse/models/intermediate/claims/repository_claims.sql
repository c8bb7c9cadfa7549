-- grain: one row per repository and claim that says whose it is
-- A repository belongs to whom its own claims say; without any, to whom the claims of its account say.

with

claims as (
    select * from intermediate.accepted_claims
),

own_claims as (
    select r.repository_id, c.*
    from intermediate.repositories r
    join claims c on c.subject_kind = 'repository' and c.subject_id = r.repository_id
),

account_claims as (
    select r.repository_id, c.*
    from intermediate.repositories r
    join claims c
        on c.subject_kind = 'account'
        and c.subject_id = regexp_replace(r.repository_id, '/[^/]*$', '')
    where r.repository_id not in (select repository_id from own_claims)
)

select * from own_claims
union all
select * from account_claims
