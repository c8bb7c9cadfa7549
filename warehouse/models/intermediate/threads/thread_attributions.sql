-- edition: internal
-- grain: one row per issue and change request opened, and review given, by somebody whose employer on that day is known
-- A thread has no mail domain; the person behind the account has claims and commits. The strongest evidence decides:
-- account_claim, governance_record, nearby_commit. The last is the employer whom a mailbox or mailmap names on the
-- nearest day of commits, at most 365 days off, the earlier of two that are as near. It is inferred: never of high
-- confidence.

with

person_days as (
    select distinct contributor_id, contributed_on
    from intermediate.thread_contributions
    where contributor_id is not null
),

workdays as (
    select contributor_id, contributed_on as worked_on, organization_id, confidence, claim_id
    from intermediate.commit_attributions
    where evidence_kind in ('signed_off_domain', 'author_domain', 'mapped_domain') and contributor_id is not null
    group by contributor_id, contributed_on, organization_id, confidence, claim_id
    qualify row_number() over (
        partition by contributor_id, contributed_on
        order by
            count(*) desc,
            case confidence when 'high' then 1 when 'medium' then 2 else 3 end,
            claim_id nulls last,
            organization_id
    ) = 1
),

nearby as (
    select p.contributed_on, w.*
    from person_days p
    asof join workdays w on w.contributor_id = p.contributor_id and w.worked_on <= p.contributed_on
    union all
    select p.contributed_on, w.*
    from person_days p
    asof join workdays w on w.contributor_id = p.contributor_id and w.worked_on > p.contributed_on
),

nearest as (
    select *
    from nearby
    where abs(worked_on - contributed_on) <= 365
    qualify row_number() over (
        partition by contributor_id, contributed_on order by abs(worked_on - contributed_on), worked_on
    ) = 1
),

evidence as (
    select
        case c.evidence_kind when 'account_claim' then 1 else 2 end as evidence_rank,
        p.contributor_id,
        p.contributed_on,
        c.organization_id,
        c.confidence,
        c.evidence_kind,
        c.claim_id
    from person_days p
    join intermediate.person_claims c
        on c.contributor_id = p.contributor_id and p.contributed_on between c.valid_from_on and c.valid_until_on
    union all
    select 3, contributor_id, contributed_on, organization_id, if(confidence = 'high', 'medium', confidence),
        'nearby_commit', claim_id
    from nearest
),

decided as (
    select *
    from evidence
    qualify row_number() over (
        partition by contributor_id, contributed_on
        order by
            evidence_rank,
            case confidence when 'high' then 1 when 'medium' then 2 else 3 end,
            claim_id nulls last,
            organization_id
    ) = 1
)

select
    t.contribution_kind,
    t.contribution_id,
    contributor_id,
    contributed_on,
    d.organization_id,
    d.confidence,
    d.evidence_kind,
    d.claim_id
from intermediate.thread_contributions t
join decided d using (contributor_id, contributed_on)
