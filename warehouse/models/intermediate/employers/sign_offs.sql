-- edition: internal
-- grain: one row per commit that somebody signed off: the first who did

select sha, arg_min(person_domain, position) as person_domain
from staging.commit_trailers
where kind = 'signed-off-by'
group by sha
