-- edition: internal
-- grain: one row per commit whose author's employer on that day is known, bots apart
-- The strongest evidence decides: signed_off_domain, author_domain, mapped_domain, account_claim, governance_record.
-- Shared, contractor, personal and platform mailboxes name nobody: no row.

select
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
