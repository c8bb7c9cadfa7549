-- grain: one row per release branch of OpenHarmony, with the days whose work belongs to it
-- A release is of the day on which the manifest's repository was tagged OpenHarmony-v<the branch's version>, and what
-- was done from the day after the release before it, by date, until its own day belongs to it, in the repositories
-- that its manifest names. master, and a branch later than every tagged release, are in development: theirs are the
-- days since the newest release. A branch that no tag dates (beside a release of its version) is of the day on which
-- the commit that begins it was made, and has the days since the release before that day: these lie within those of
-- the releases around it. Without such a commit it has no days of its own.

with

branches as (
    select
        m.release_branch,
        list_transform(regexp_extract_all(m.release_branch, '\d+'), lambda part: part::integer) as release_order,
        b.began_on
    from (select distinct release_branch from staging.openharmony_manifest) m
    left join staging.openharmony_branches b using (release_branch)
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
    select max(released_on) as released_on, max(release_order) as release_order
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
            when d.began_on is not null then 'begun'
            else 'undated'
        end as release_state
    from dated d, newest n
),

ended as (
    select
        s.*,
        case s.release_state
            when 'released' then s.released_on
            when 'begun' then s.began_on
            when 'in_development' then a.as_of_on
        end as until_on,
        case s.release_state
            when 'released' then (s.released_on, s.release_order)
            when 'begun' then (s.began_on, [])
            when 'in_development' then (date '9999-12-31', [])
        end as precedes
    from states s, staging.as_of a
),

predecessors as (
    select
        e.release_branch,
        arg_max(d.release_branch, (d.released_on, d.release_order)) as previous_branch,
        max(d.released_on) as previous_released_on
    from ended e
    join dated d on d.released_on is not null and (d.released_on, d.release_order) < e.precedes
    group by e.release_branch
)

select
    e.release_branch,
    e.release_order,
    e.release_state,
    case e.release_state when 'released' then 'tag' when 'begun' then 'branch' end as dated_by,
    e.began_on,
    e.released_on,
    p.previous_branch,
    case when e.until_on is not null then coalesce(p.previous_released_on + 1, date '0001-01-01') end as from_on,
    e.until_on
from ended e
left join predecessors p using (release_branch)
