-- grain: one row per month and channel by which third-party libraries for OpenHarmony were published
-- Packages of OHPM (by their first release), and repositories of the owner of third-party libraries (by the day of
-- their creation; one repository on several forges counts once, on the earliest day). What has no day is left out.
-- column: month_on | 月（北京时间） | month in Shanghai
-- column: channel | 渠道：ohpm 软件包、repository 三方库仓库 | packages of OHPM, or repositories of libraries
-- column: is_complete | 该月是否已结束 | whether the month is over
-- column: new_count | 当月首次发布的数量 | published for the first time
-- column: total_count | 截至当月的累计数量 | published so far
-- column: release_count | 当月发布的版本数（只有 ohpm） | releases, of packages only
-- column: guangzhou_new_count | 其中当时属于广州机构的 | those that were of organisations of Guangzhou then

with

guangzhou as (
    select c.package_id as library_id, c.valid_from_on, c.valid_until_on
    from intermediate.package_claims c
    join staging.organizations o using (organization_id)
    where o.relation = 'guangzhou'
    union
    select l.name, c.valid_from_on, c.valid_until_on
    from intermediate.repository_claims c
    join intermediate.openharmony_locations l using (repository_id)
    join staging.organizations o using (organization_id)
    where l.part = 'libraries' and o.relation = 'guangzhou'
),

releases as (
    select r.package_id, r.published_on
    from staging.package_releases r
    join staging.packages p using (package_id)
    where p.ecosystem = 'ohpm' and r.published_on is not null
),

libraries as (
    select 'ohpm' as channel, package_id as library_id, min(published_on) as published_on
    from releases
    group by package_id
    union all
    select 'repository', l.name, min(r.created_on)
    from intermediate.openharmony_locations l
    join staging.repositories r using (repository_id)
    where l.part = 'libraries' and r.created_on is not null
    group by l.name
),

published as (
    select
        date_trunc('month', l.published_on)::date as month_on,
        l.channel,
        count(*) as new_count,
        count(*) filter (
            exists (
                select 1 from guangzhou g
                where g.library_id = l.library_id and l.published_on between g.valid_from_on and g.valid_until_on
            )
        ) as guangzhou_new_count
    from libraries l
    group by 1, 2
),

released as (
    select date_trunc('month', published_on)::date as month_on, 'ohpm' as channel, count(*) as release_count
    from releases
    group by 1
),

months as (
    select month_on, channel from published
    union
    select month_on, channel from released
)

select
    m.month_on,
    m.channel,
    m.month_on < date_trunc('month', a.as_of_on) as is_complete,
    coalesce(p.new_count, 0) as new_count,
    sum(coalesce(p.new_count, 0)) over (partition by m.channel order by m.month_on)::bigint as total_count,
    case when m.channel = 'ohpm' then coalesce(r.release_count, 0) end as release_count,
    coalesce(p.guangzhou_new_count, 0) as guangzhou_new_count
from months m
cross join staging.as_of a
left join published p using (month_on, channel)
left join released r using (month_on, channel)
