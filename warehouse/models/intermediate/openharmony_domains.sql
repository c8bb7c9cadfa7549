-- grain: one row per mail domain that the config knows, and what it says of an employer
-- employer_class: organization (one employer's own), group (shared by all of a wider group, in whatever city),
-- contractor (of a client's contractors: the employer is not known), personal, platform. Mistyped and older
-- names go through their canonical domain. confidence is that of the claim by which it is an organisation's.

with

domains as (
    select * from staging.mail_domains
),

claims as (
    select
        subject_id as domain,
        min(organization_id) as organization_id,
        arg_min(confidence, list_position(['high', 'medium', 'low'], confidence)) as confidence
    from intermediate.accepted_claims
    where subject_kind = 'mail_domain'
    group by subject_id
)

select
    d.domain,
    d.canonical_domain,
    case coalesce(c.domain_scope, d.domain_scope)
        when 'exclusive' then 'organization'
        when 'shared' then 'group'
        else coalesce(c.domain_scope, d.domain_scope)
    end as employer_class,
    coalesce(
        e.employer_id,
        case when coalesce(c.domain_scope, d.domain_scope) = 'shared' then d.canonical_domain end
    ) as employer_id,
    case when e.employer_id = m.organization_id then m.confidence end as confidence
from domains d
left join domains c on c.domain = d.canonical_domain
left join intermediate.employers e on e.domain = d.domain
left join claims m on m.domain = d.canonical_domain
