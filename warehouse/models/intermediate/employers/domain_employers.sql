-- grain: one row per mail domain that one employer has to itself, and stretch of days in which that employer is one
-- The employer is the organisation that claims the domain on these days, else the domain itself. Where several claim
-- it, the claim of the highest confidence counts, an accepted one before others, and rivals lists the rest.
-- Personal, shared, contractor and platform domains name no employer. Mistyped and older names go through their
-- canonical domain. What nobody claims rests on the register of domains alone, which is curated: its confidence is high.

with

domains as (
    select d.domain, d.canonical_domain
    from staging.mail_domains d
    join staging.mail_domains canonical on canonical.domain = d.canonical_domain
    where d.domain_scope = 'exclusive' and canonical.domain_scope = 'exclusive'
),

claims as (
    select *, {'organization_id': organization_id, 'claim_id': claim_id} as claimant,
        case confidence when 'high' then 1 when 'medium' then 2 else 3 end as confidence_rank
    from intermediate.accepted_claims
    where subject_kind = 'mail_domain'
),

starts as (
    select canonical_domain, date '0001-01-01' as from_on from domains
    union
    select subject_id, valid_from_on from claims
    union
    select subject_id, valid_until_on + 1 from claims where valid_until_on < date '9999-12-31'
),

stretches as (
    select
        canonical_domain,
        from_on,
        lead(from_on - 1, 1, date '9999-12-31') over (partition by canonical_domain order by from_on) as until_on
    from starts
),

ranked as (
    select
        s.*,
        list(c order by c.confidence_rank, c.review_status != 'accepted', c.claim_id) filter (c.claim_id is not null)
            as claims
    from stretches s
    left join claims c on c.subject_id = s.canonical_domain and s.from_on between c.valid_from_on and c.valid_until_on
    group by all
)

select
    d.domain,
    coalesce(r.claims[1].organization_id, d.canonical_domain) as employer_id,
    coalesce(r.claims[1].confidence, 'high') as confidence,
    r.claims[1].claim_id as claim_id,
    coalesce(
        list_filter(
            list_transform(r.claims[2:], lambda c: c.claimant),
            lambda c: c.organization_id != r.claims[1].organization_id
        ),
        []
    ) as rivals,
    r.from_on as valid_from_on,
    r.until_on as valid_until_on
from domains d
join ranked r using (canonical_domain)
