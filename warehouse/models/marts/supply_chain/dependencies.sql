-- grain: one row per dependency that a manifest of a repository declares today, of those repositories that may be named
-- column: repository_id | 仓库 | repository
-- column: manifest | 清单文件 | manifest
-- column: ecosystem | 生态 | ecosystem
-- column: name | 软件包 | package
-- column: kind | 类型：runtime、development、optional、peer | kind: runtime, development, optional, peer
-- column: requirement | 声明的版本要求 | requirement as declared
-- column: package_id | 软件包编号；未采集为空 | package, where it is collected
-- column: locked_version | 锁文件固定的版本；无则为空 | version that a lock file fixes, if any
-- column: version_basis | 所用版本的依据：locked 锁文件、exact 声明即一个版本、range 只写范围；声明无法判读为空 | how the version is known: locked by a lock file, exact by the requirement, or only a range; empty where it cannot be read
-- column: used_version | 所用版本；只写范围则未知 | version used; not known of a range
-- column: used_on | 其发布日 | its day
-- column: allowed_version | 范围允许的最新稳定版 | newest stable release that a range allows
-- column: allowed_on | 其发布日 | its day
-- column: newest_version | 最新稳定版 | newest stable release
-- column: newest_on | 其发布日 | its day
-- column: is_at_least | 是否只是下限（范围已排除最新版）；未知为空 | whether what follows is a lower bound, from a range that shuts out the newest; empty where not known
-- column: lag_days | 落后天数；登记处无日期或未知为空 | days behind; empty where the registry gives no dates or it is not known
-- column: newer_release_count | 更新的稳定版数；未知为空 | newer stable releases; empty where not known
-- column: behind | 落后：none 为最新版，patch、minor、major；未知为空 | behind by a patch, minor or major version, or none; empty where not known
-- column: unknown_reason | 所用版本落后多少为何未知：no_registry 所属生态的登记处未接入，no_version 版本未固定，not_in_registry 登记处没有此软件包，not_collected 其版本未采集，no_release 登记处没有所用的版本；已知为空 | why it is not known how far the used version is behind: no registry that is read, no version fixed, not in the registry, releases not collected, no such release; empty where known
-- column: license | 依赖的许可证；未采集为空 | licence of the dependency, where it is collected
-- column: license_class | 其类别；未列入为 unknown，未采集为空 | its class; unknown where not listed, empty where not collected
-- column: outgoing_class | 仓库许可证的类别：另有 none 无许可证、unknown 未识别 | class of the repository's licence; none and unknown besides
-- column: verdict | 许可证组合：compatible、conditions、review；未知为空 | what the combination of licences asks for; empty where not known

with

declared as (
    select v.*
    from staging.dependency_versions v
    join intermediate.named_targets n on n.subject_kind = 'repository' and n.subject_id = v.repository_id
    where v.seen_until_on = date '9999-12-31'
),

outgoing as (
    select
        h.repository_id,
        h.license_spdx_id,
        case
            when not h.has_license then 'none'
            when h.has_license then coalesce(c.license_class, 'unknown')
        end as license_class
    from staging.repository_heads h
    left join marts.license_classes c on c.license = lower(h.license_spdx_id)
),

registries as (
    select unnest(['npm', 'pypi', 'ohpm']) as ecosystem
),

newest as (
    select ecosystem, name, arg_max(package_version, parts) as newest_version, arg_max(published_on, parts) as newest_on
    from intermediate.stable_releases
    group by ecosystem, name
),

asked as (
    select source, target_id, arg_max(outcome, started_at) as outcome
    from staging.ledger
    where kind = 'releases'
    group by source, target_id
),

described as (
    select
        d.repository_id,
        d.manifest,
        d.ecosystem,
        d.name,
        d.kind,
        d.requirement,
        p.package_id,
        d.locked_version,
        f.version_basis,
        f.used_version,
        l.used_on,
        l.allowed_version,
        l.allowed_on,
        coalesce(l.newest_version, s.newest_version) as newest_version,
        coalesce(l.newest_on, s.newest_on) as newest_on,
        l.is_at_least,
        l.lag_days,
        l.newer_release_count,
        l.behind,
        case
            when not l.is_at_least then null
            when d.ecosystem not in (select ecosystem from registries) then 'no_registry'
            when coalesce(f.version_basis, 'range') = 'range' then 'no_version'
            when p.package_id is null and g.outcome = 'gone' then 'not_in_registry'
            when p.package_id is null then 'not_collected'
            else 'no_release'
        end as unknown_reason,
        p.license,
        coalesce(c.spdx_id, p.license) as spdx_id,
        if(p.package_id is not null, coalesce(c.license_class, 'unknown'), null) as license_class,
        o.license_spdx_id as outgoing_spdx_id,
        o.license_class as outgoing_class
    from declared d
    cross join staging.as_of a
    left join staging.packages p on p.ecosystem = d.ecosystem and p.name = d.name
    left join intermediate.fixed_versions f
        on f.ecosystem = d.ecosystem
        and f.requirement is not distinct from d.requirement
        and f.locked_version is not distinct from d.locked_version
    left join intermediate.dependency_lags l
        on l.ecosystem = d.ecosystem
        and l.name = d.name
        and l.requirement is not distinct from d.requirement
        and l.locked_version is not distinct from d.locked_version
        and l.known_on = a.as_of_on
    left join newest s on s.ecosystem = d.ecosystem and s.name = d.name
    left join asked g on g.source = d.ecosystem and g.target_id = d.ecosystem || ':' || d.name
    left join marts.license_classes c on c.license = lower(p.license)
    left join outgoing o using (repository_id)
)

select
    d.* exclude (spdx_id, outgoing_spdx_id),
    case when d.outgoing_class = 'none' and d.license_class is not null then 'review' else coalesce(s.verdict, r.verdict) end as verdict
from described d
left join marts.license_rules s on s.outgoing = d.outgoing_spdx_id and s.incoming = d.spdx_id
left join marts.license_rules r on r.outgoing = d.outgoing_class and r.incoming = d.license_class
