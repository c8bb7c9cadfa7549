-- grain: one row per release published on a forge, as known at build.parameters.as_of

with

newest as (
    select * from raw.releases
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by repository_id, release_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    repository_id,
    release_id,
    tag_name,
    author_account_id,
    created_at,
    published_at,
    (published_at at time zone 'Asia/Shanghai')::date as published_on,
    is_prerelease,
    is_draft
from newest
where not is_deleted
