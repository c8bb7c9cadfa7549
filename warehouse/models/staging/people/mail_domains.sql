-- grain: one row per mail domain that the config knows, as known at build.parameters.as_of

with

newest as (
    select * from raw.mail_domains
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by domain order by observed_at desc, stream desc, sequence desc) = 1
)

select
    domain,
    canonical_domain,
    domain_scope,
    note
from newest
where not is_deleted
