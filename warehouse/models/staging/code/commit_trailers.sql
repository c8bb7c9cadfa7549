-- grain: one row per person-naming trailer of a commit, as known at build.parameters.as_of

with

newest as (
    select * from raw.commit_trailers
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by sha, position order by observed_at desc, stream desc, sequence desc) = 1
)

select
    sha,
    position,
    kind,
    person_key,
    person_domain,
    person_account
from newest
where not is_deleted
