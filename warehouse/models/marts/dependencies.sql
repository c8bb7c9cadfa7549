-- grain: one row per dependency that a manifest of a repository declares today, of those repositories that may be named
-- column: repository_id | 仓库 | repository
-- column: manifest | 清单文件 | manifest
-- column: ecosystem | 生态 | ecosystem
-- column: name | 软件包 | package
-- column: kind | 类型：runtime、development、optional、peer | kind: runtime, development, optional, peer
-- column: requirement | 声明的版本要求 | requirement as declared
-- column: package_id | 软件包编号；未采集为空 | package, where it is collected
-- column: bound_kind | 要求的写法；unreadable 无法判断 | how the requirement bounds the version
-- column: allowed_version | 声明允许的最新稳定版 | newest stable release that it allows
-- column: allowed_on | 其发布日 | its day
-- column: newest_version | 最新稳定版 | newest stable release
-- column: newest_on | 其发布日 | its day
-- column: lag_days | 落后天数（下限）；未知为空 | days behind, a lower bound; empty where not known
-- column: newer_release_count | 更新的稳定版数；未知为空 | newer stable releases; empty where not known
-- column: behind | 落后：none 允许最新版，patch、minor、major；未知为空 | behind by a patch, minor or major version, or none; empty where not known
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

described as (
    select
        d.repository_id,
        d.manifest,
        d.ecosystem,
        d.name,
        d.kind,
        d.requirement,
        p.package_id,
        b.bound_kind,
        l.allowed_version,
        l.allowed_on,
        l.newest_version,
        l.newest_on,
        l.lag_days,
        if(l.behind is null, null, l.newer_release_count) as newer_release_count,
        l.behind,
        p.license,
        coalesce(c.spdx_id, p.license) as spdx_id,
        if(p.package_id is not null, coalesce(c.license_class, 'unknown'), null) as license_class,
        o.license_spdx_id as outgoing_spdx_id,
        o.license_class as outgoing_class
    from declared d
    cross join staging.as_of a
    left join staging.packages p on p.ecosystem = d.ecosystem and p.name = d.name
    left join intermediate.requirement_bounds b
        on b.ecosystem = d.ecosystem and b.requirement is not distinct from d.requirement
    left join intermediate.dependency_lags l
        on l.ecosystem = d.ecosystem and l.name = d.name and l.requirement is not distinct from d.requirement
        and l.known_on = a.as_of_on
    left join marts.license_classes c on c.license = lower(p.license)
    left join outgoing o using (repository_id)
)

select
    d.* exclude (spdx_id, outgoing_spdx_id),
    case when d.outgoing_class = 'none' and d.license_class is not null then 'review' else coalesce(s.verdict, r.verdict) end as verdict
from described d
left join marts.license_rules s on s.outgoing = d.outgoing_spdx_id and s.incoming = d.spdx_id
left join marts.license_rules r on r.outgoing = d.outgoing_class and r.incoming = d.license_class
