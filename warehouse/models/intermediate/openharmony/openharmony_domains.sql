-- grain: one row per mail domain that the config knows and stretch of days, and what it says of an employer on them
-- employer_class: organization (one employer's own), group (shared by all of a wider group, in whatever city),
-- contractor (of a client's contractors: the employer is not known), personal, platform. Mistyped and older
-- names go through their canonical domain. A domain that moved from one organisation to another names each on its own
-- days; on days that nobody claims, itself. What the config says of a class, and of a group, it says of all days.
-- confidence is that of the claim by which it is an organisation's.

with

domains as (
    select
        d.domain,
        d.canonical_domain,
        coalesce(c.domain_scope, d.domain_scope) as domain_scope
    from staging.mail_domains d
    left join staging.mail_domains c on c.domain = d.canonical_domain
)

select
    d.domain,
    d.canonical_domain,
    case d.domain_scope when 'exclusive' then 'organization' when 'shared' then 'group' else d.domain_scope end
        as employer_class,
    coalesce(e.employer_id, case when d.domain_scope = 'shared' then d.canonical_domain end) as employer_id,
    case when e.claim_id is not null then e.confidence end as confidence,
    coalesce(e.valid_from_on, date '0001-01-01') as valid_from_on,
    coalesce(e.valid_until_on, date '9999-12-31') as valid_until_on
from domains d
left join intermediate.domain_employers e using (domain)
