-- grain: one row per account on a forge, as known at build.parameters.as_of
-- kind is the newest that was told: a list which does not say what an account is takes nothing back.
-- A bot is what the forge calls one, a login that ends in [bot], or one that a rule of the config names; a review's
-- decision wins.

with

newest as (
    select * from raw.accounts
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by account_id order by observed_at desc, stream desc, sequence desc) = 1
),

known as (
    select * from raw.accounts
    where observed_at <= (select as_of from build.parameters) and kind != 'unknown'
    qualify row_number() over (partition by account_id order by observed_at desc, stream desc, sequence desc) = 1
),

described as (
    select n.* replace (coalesce(k.kind, n.kind) as kind)
    from newest n
    left join known k using (account_id)
)

select
    a.account_id,
    a.forge,
    a.login,
    a.kind,
    coalesce(d.is_bot, a.kind = 'bot'
        or ends_with(lower(coalesce(a.login, '')), '[bot]')
        or exists (
            select 1 from staging.bots b
            where (b.match_kind = 'login' and lower(b.pattern) = lower(a.login))
                or (b.match_kind = 'login_suffix' and ends_with(lower(a.login), lower(b.pattern)))
        )) as is_bot
from described a
left join staging.decided_nodes d on d.node_id = 'account:' || a.account_id
where not a.is_deleted
