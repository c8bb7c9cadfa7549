-- grain: one row per package that the config names
-- column: package_id | 软件包编号 | package
-- column: ecosystem | 生态 | ecosystem
-- column: name | 名称 | name
-- column: repository_id | 仓库 | repository
-- column: relation | 关系：official、likely 是机构自己的产出 | relation: official and likely ones are an organisation's own
-- column: license | 许可证（发布者自述） | licence, as its publisher says
-- column: latest_version | 最新版本 | newest version
-- column: release_count | 版本数 | how many versions it has
-- column: is_deprecated | 是否已弃用 | whether it is deprecated

select
    r.package_id,
    r.ecosystem,
    r.name,
    n.subject_id as repository_id,
    r.relation,
    p.license,
    p.latest_version,
    p.release_count,
    p.is_deprecated
from staging.registered_packages r
join intermediate.named_targets k on k.subject_kind = 'package' and k.subject_id = r.package_id
left join staging.packages p using (package_id)
left join intermediate.named_targets n on n.subject_kind = 'repository' and n.subject_id = r.repository_id
