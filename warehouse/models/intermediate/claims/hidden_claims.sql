-- edition: internal
-- grain: one row per claim, today's or a former one, that speaks of an aggregate-only repository: no public table has it

select distinct w.claim_id
from intermediate.weighed_claims w
join intermediate.repositories r using (repository_id)
where r.is_aggregate_only
