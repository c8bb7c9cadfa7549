-- grain: one row per git tag of a repository, as known at build.parameters.as_of
-- A version is two numbers joined by a dot, or v and a number; weekly, nightly and backup tags are none.

with

newest as (
    select * from raw.tags
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (
        partition by repository_id, name order by observed_at desc, stream desc, sequence desc
    ) = 1
)

select
    repository_id,
    name,
    target_sha,
    tagged_at,
    (tagged_at at time zone 'Asia/Shanghai')::date as tagged_on,
    is_annotated,
    regexp_matches(name, '(^|[^0-9A-Za-z])[vV]?[.]?[0-9]+([.][0-9]+)+|^[vV][0-9]+$')
        and not regexp_matches(lower(name), '(^|[^a-z])(weekly|nightly|daily|snapshot|bak|backup)([^a-z]|$)')
        as is_version
from newest
where not is_deleted
