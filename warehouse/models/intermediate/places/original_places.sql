-- edition: internal
-- grain: one row per place that lies in original work: what forks and upstream code hold is other people's

select distinct p.place_number
from intermediate.places p
join intermediate.spans s using (span_number)
join intermediate.repositories r using (repository_id)
where r.is_original_work
