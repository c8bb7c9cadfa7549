-- edition: internal
-- grain: one row per confidence and commit of the last complete year that a claim puts, or would put, into Guangzhou
-- Merges and bots are left out. sole_claim_id is the one claim that it rests on where no other one is left without
-- it; a claim that does not count is the sole one where nothing else counts the commit.

with

found as (
    select
        l.confidence,
        c.contribution_id,
        c.contributor_id,
        w.claim_id,
        w.is_counted
    from intermediate.weighed_claims w
    join intermediate.confidences l on l.claim_confidence = w.confidence
    join intermediate.contributions c
        on c.repository_id = w.repository_id
        and c.contributed_on between w.valid_from_on and w.valid_until_on
    join intermediate.last_year y on c.contributed_on between y.period_start_on and y.period_end_on
    where c.contribution_kind = 'commit' and not c.is_merge and not c.is_bot
)

select
    confidence,
    contribution_id,
    any_value(contributor_id) as contributor_id,
    bool_or(is_counted) as is_counted,
    case
        when count(distinct claim_id) filter (is_counted) = 1 then min(claim_id) filter (is_counted)
        when count(distinct claim_id) filter (is_counted) = 0 and count(distinct claim_id) = 1 then min(claim_id)
    end as sole_claim_id
from found
group by confidence, contribution_id
