-- grain: one row per pair of evidence that names two employers for the same commits: what decides, and what speaks against
-- A part of an organisation and the whole are no contradiction. To be looked at in a review: nobody is named.

with

rivals as (
    select
        contribution_id,
        evidence_kind,
        unnest(rivals) as rival
    from intermediate.attribution_evidence
    where len(rivals) > 0
),

others as (
    select contribution_id, evidence_kind, organization_id, claim_id
    from intermediate.attribution_evidence
    union
    select contribution_id, evidence_kind, rival.organization_id, rival.claim_id
    from rivals
),

relatives as (
    select organization_id, parent_organization_id
    from staging.organizations
    where parent_organization_id is not null
),

pairs as (
    select
        a.*,
        o.organization_id as other_organization_id,
        o.evidence_kind as other_evidence_kind,
        o.claim_id as other_claim_id
    from intermediate.commit_attributions a
    join others o on o.contribution_id = a.contribution_id and o.organization_id != a.organization_id
)

select
    p.organization_id,
    p.evidence_kind,
    p.claim_id,
    p.other_organization_id,
    p.other_evidence_kind,
    p.other_claim_id,
    count(distinct p.contribution_id) as contribution_count,
    count(distinct p.contributor_id) as contributor_count,
    min(p.contributed_on) as first_on,
    max(p.contributed_on) as last_on
from pairs p
anti join relatives r
    on (r.organization_id, r.parent_organization_id) in (
        (p.organization_id, p.other_organization_id), (p.other_organization_id, p.organization_id)
    )
group by all
