-- grain: one row per contributor, claim or governance seat that says who employs them, and its days
-- account_claim: a claim of an account that is the person's. governance_record: a claim of the special interest
-- group that the person leads, or the exclusive mail domain of a seat that the person holds, since it was first read.
-- An organisation's own account, and a bot's, is no person's; one of which nothing is told (most of GitCode's) is.

with

claims as (
    select * from intermediate.accepted_claims
),

claimed_accounts as (
    select c.*, a.account_id
    from claims c
    join staging.accounts a on lower(a.forge || ':' || a.login) = c.subject_id
    where c.subject_kind = 'account' and a.kind in ('user', 'unknown') and not a.is_bot
),

seats as (
    select
        sig_id,
        role,
        person_key,
        person_domain,
        min(first_read_on) as held_from_on
    from staging.openharmony_seats
    group by sig_id, role, person_key, person_domain
),

seat_claims as (
    select s.person_key, c.organization_id, c.confidence, c.claim_id, c.valid_from_on, c.valid_until_on
    from seats s
    join claims c on c.subject_kind = 'sig' and c.subject_id = s.sig_id
    where s.role = 'leader'
    union
    select s.person_key, e.employer_id, e.confidence, e.claim_id, greatest(e.valid_from_on, s.held_from_on),
        e.valid_until_on
    from seats s
    join intermediate.domain_employers e on e.domain = s.person_domain
    where e.valid_until_on >= s.held_from_on
)

select
    n.contributor_id,
    'account_claim' as evidence_kind,
    c.organization_id,
    c.confidence,
    c.claim_id,
    c.valid_from_on,
    c.valid_until_on
from claimed_accounts c
join intermediate.contributor_nodes n on n.node_id = 'account:' || c.account_id
where n.contributor_id is not null
union
select n.contributor_id, 'governance_record', s.organization_id, s.confidence, s.claim_id, s.valid_from_on, s.valid_until_on
from seat_claims s
join intermediate.contributor_nodes n on n.node_id = 'key:' || s.person_key
where n.contributor_id is not null
