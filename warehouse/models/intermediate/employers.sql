-- grain: one row per mail domain that one employer has to itself, and that employer
-- The employer is the organisation that claims the domain, else the domain itself. Personal, shared, contractor
-- and platform domains name no employer. Mistyped and older names go through their canonical domain.

with

claimed as (
    select subject_id as domain, min(organization_id) as organization_id
    from intermediate.accepted_claims
    where subject_kind = 'mail_domain'
    group by subject_id
)

select d.domain, coalesce(c.organization_id, d.canonical_domain) as employer_id
from staging.mail_domains d
join staging.mail_domains canonical on canonical.domain = d.canonical_domain
left join claimed c on c.domain = d.canonical_domain
where canonical.domain_scope = 'exclusive'
