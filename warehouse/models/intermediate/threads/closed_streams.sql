-- edition: internal
-- grain: one row per stream of a place that its owner left: from which day on there is nothing more to collect
-- What the forge tells of the repository itself goes on, and so does git where somebody asks for it.

select s.source, s.target_id, s.kind, l.closed_on
from intermediate.stream_coverage s
join intermediate.openharmony_locations l on l.repository_id = s.target_id and l.forge = s.source
where l.closed_on is not null and s.kind != 'repository'
