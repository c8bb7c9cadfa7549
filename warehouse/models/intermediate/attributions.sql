-- grain: one row per commit whose author's employer on that day is known, bots apart
-- The strongest evidence decides: signed_off_domain, author_domain, mapped_domain, account_claim, governance_record.
-- organization_id is the organisation, or the exclusive domain of an employer that no organisation claims. The
-- confidence is that of the claim it rests on. Shared, contractor, personal and platform mailboxes name nobody: no row.

select
    'commit' as contribution_kind,
    contribution_id,
    contributor_id,
    contributed_on,
    organization_id,
    confidence,
    evidence_kind,
    claim_id
from intermediate.attribution_evidence
qualify row_number() over (
    partition by contribution_id
    order by
        evidence_rank,
        case confidence when 'high' then 1 when 'medium' then 2 else 3 end,
        claim_id nulls last,
        organization_id
) = 1
