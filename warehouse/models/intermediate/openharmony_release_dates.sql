-- grain: one row per release branch of OpenHarmony, with the days whose work belongs to it
-- A release is of the day on which the manifest's repository was tagged OpenHarmony-v<the branch's version>, and what
-- was done from the day after the release before it, by date, until its own day belongs to it, in the repositories
-- that its manifest names. master, and a branch later than every tagged release, are in development: theirs are the
-- days since the newest release. A branch that no tag dates (beside a release of its version) has no days of its own.

with

branches as (
    select
        release_branch,
        list_transform(regexp_extract_all(release_branch, '\d+'), lambda part: part::integer) as release_order
    from (select distinct release_branch from staging.openharmony_manifest)
),

tags as (
    select
        regexp_replace(lower(t.name), '^openharmony-v', 'openharmony-') as release_key,
        min(t.tagged_on) as released_on
    from staging.tags t
    join intermediate.repositories r using (repository_id)
    where lower(r.full_name) = 'openharmony/manifest' and regexp_matches(lower(t.name), '^openharmony-v\d')
    group by 1
),

dated as (
    select b.*, t.released_on
    from branches b
    left join tags t on t.release_key = lower(b.release_branch)
),

newest as (
    select
        max(released_on) as released_on,
        max(release_order) as release_order,
        arg_max(release_branch, released_on) as release_branch
    from dated
    where released_on is not null
),

states as (
    select
        d.*,
        case
            when d.released_on is not null then 'released'
            when d.release_branch = 'master' or d.release_order > n.release_order or n.released_on is null
                then 'in_development'
            else 'undated'
        end as release_state,
        n.released_on as newest_released_on,
        n.release_branch as newest_branch
    from dated d, newest n
),

predecessors as (
    select
        release_branch,
        lag(release_branch) over earlier as previous_branch,
        lag(released_on) over earlier as previous_released_on
    from dated
    where released_on is not null
    window earlier as (order by released_on, release_order)
)

select
    s.release_branch,
    s.release_order,
    s.release_state,
    s.released_on,
    case s.release_state when 'released' then p.previous_branch when 'in_development' then s.newest_branch end
        as previous_branch,
    case s.release_state
        when 'released' then coalesce(p.previous_released_on + 1, date '0001-01-01')
        when 'in_development' then coalesce(s.newest_released_on + 1, date '0001-01-01')
    end as from_on,
    case s.release_state when 'released' then s.released_on when 'in_development' then a.as_of_on end as until_on
from states s
cross join staging.as_of a
left join predecessors p using (release_branch)
