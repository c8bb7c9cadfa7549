-- grain: one row per repository that stands on two forges or more, and place of it
-- A repository and its registered mirrors are one, and so are the places of a repository of OpenHarmony. Within a
-- project the names must agree too: it may hold many repositories, and robots ask all of them in the same second.
-- Forks are places of their own. location_rank 1 is where its work goes on: no place that the project has closed, no
-- mirror, and of several the one where something was opened last.

with

named as (
    select
        r.repository_id,
        r.forge,
        r.role,
        l.closed_on is not null as is_closed,
        coalesce(
            'openharmony ' || coalesce(m.part || ' ' || m.name, l.part || ' ' || l.name),
            o.project_id || ' ' || lower(split_part(o.full_name, '/', -1))
        ) as located_id
    from intermediate.repositories r
    join intermediate.repositories o on o.repository_id = r.canonical_repository_id
    left join intermediate.openharmony_locations l on l.repository_id = r.repository_id
    left join intermediate.openharmony_locations m on m.repository_id = r.canonical_repository_id
    where r.role in ('own', 'mirror', 'upstream')
),

located as (
    select * from named
    where located_id in (select located_id from named group by located_id having count(distinct forge) > 1)
),

newest as (
    select repository_id, opened_at from staging.issues semi join located using (repository_id)
    union all
    select repository_id, opened_at from staging.change_requests semi join located using (repository_id)
)

select
    l.repository_id,
    l.located_id,
    l.forge,
    row_number() over (
        partition by l.located_id
        order by l.is_closed, l.role = 'mirror', max(n.opened_at) desc nulls last, l.repository_id
    ) as location_rank
from located l
left join newest n using (repository_id)
group by l.repository_id, l.located_id, l.forge, l.is_closed, l.role
