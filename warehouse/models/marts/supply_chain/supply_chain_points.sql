-- grain: one row per repository of original work and open point of its supply chain, of those that may be named and whose HEAD is held
-- column: repository_id | 仓库 | repository
-- column: point | 未完事项：no_license 无许可证，unrecognised_license 许可证未识别，no_security_policy 无安全策略，no_lock_file 有依赖而未锁定，no_release 从未发布版本，quiet_year 一年无提交，far_behind 依赖落后一年以上或一个主版本，license_review 许可证组合须核对，package_license_differs 软件包与仓库许可证不一致 | open point
-- column: case_count | 涉及的依赖或软件包数；其余为 1 | dependencies or packages concerned, else 1
-- column: detail | 涉及的名称 | which

with

held as (
    select r.*, a.as_of_on
    from marts.repositories r
    cross join staging.as_of a
    where r.has_license is not null and r.role in ('own', 'mirror')
),

dependencies as (
    select repository_id, name, max(lag_days) as lag_days, bool_or(lag_days > 365 or behind = 'major') as is_far, max(verdict = 'review')::boolean as is_review
    from marts.dependencies
    where kind = 'runtime'
    group by repository_id, name
),

points as (
    select repository_id, 'no_license' as point, 1 as case_count, null::varchar as detail
    from held where not has_license
    union all
    select repository_id, 'unrecognised_license', 1, null
    from held where has_license and license_spdx_id is null
    union all
    select repository_id, 'no_security_policy', 1, null
    from held where not has_security_policy
    union all
    select h.repository_id, 'no_lock_file', 1, null
    from held h
    where not h.has_lock_file and h.repository_id in (select repository_id from dependencies)
    union all
    select repository_id, 'no_release', 1, null
    from held where release_count = 0
    union all
    select repository_id, 'quiet_year', 1, null
    from held where last_commit_on < as_of_on - 365 and not coalesce(is_archived, false)
    union all
    select repository_id, 'far_behind', count(*), string_agg(name, ', ' order by lag_days desc nulls last, name)
    from dependencies where is_far
    group by repository_id
    union all
    select repository_id, 'license_review', count(*), string_agg(name, ', ' order by name)
    from dependencies where is_review
    group by repository_id
    union all
    select p.repository_id, 'package_license_differs', count(*), string_agg(p.package_id || ': ' || p.license, ', ' order by p.package_id)
    from marts.packages p
    join held h using (repository_id)
    left join marts.license_classes c on c.license = lower(p.license)
    where p.relation = 'official' and p.license is not null and h.license_spdx_id is not null
        and regexp_replace(coalesce(c.spdx_id, p.license), '-(only|or-later)$', '')
            != regexp_replace(h.license_spdx_id, '-(only|or-later)$', '')
    group by p.repository_id
)

select p.*
from points p
join held using (repository_id)
