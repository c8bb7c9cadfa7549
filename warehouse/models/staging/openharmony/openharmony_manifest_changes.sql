-- grain: one row per repository that a release's manifest gained or lost after it was first read
-- A loss and a gain at the same place in the source tree, in the same reading, are one rename.

with

versions as (
    select
        release_branch,
        name,
        observed_at,
        is_deleted,
        coalesce(source_path, lag(source_path) over later) as source_path,
        lag(is_deleted) over later as was_deleted,
        min(observed_at) over (partition by release_branch) as first_read_at
    from raw.manifest_repositories
    where observed_at <= (select as_of from build.parameters)
    window later as (partition by release_branch, name order by observed_at, stream, sequence)
),

gained as (
    select * from versions
    where not is_deleted and coalesce(was_deleted, true) and observed_at > first_read_at
),

lost as (
    select * from versions where is_deleted and not was_deleted
),

joined as (
    select
        release_branch,
        observed_at,
        source_path,
        l.name as old_name,
        g.name as new_name
    from gained g
    full join lost l using (release_branch, observed_at, source_path)
)

select
    release_branch,
    case when old_name is null then 'added' when new_name is null then 'dropped' else 'renamed' end as change,
    old_name,
    new_name,
    source_path,
    (observed_at at time zone 'Asia/Shanghai')::date as changed_on
from joined
