-- grain: one row per repository that may be named
-- column: repository_id | 仓库编号 | repository
-- column: forge | 平台 | forge
-- column: full_name | 所有者/名称 | owner/name as registered
-- column: url | 网址 | address
-- column: organization_id | 所属机构（置信度最高的主张） | organisation, by the claim of highest confidence that holds today
-- column: role | 角色：own、mirror、fork、likely_fork、upstream | own, mirror, fork, likely_fork or upstream
-- column: project_id | 项目 | project
-- column: mirror_of | 镜像的原仓库 | the original of a mirror
-- column: first_commit_on | 最早的提交日 | day of the first commit
-- column: last_commit_on | 最近的提交日 | day of the last commit
-- column: commit_count | 提交数，不含机器人和合并 | commits without bots and merges
-- column: contributor_count | 贡献者数 | contributors
-- column: release_count | 发布数（git 版本标签） | releases, by version tags
-- column: primary_language | 主要语言 | primary language, as the forge says
-- column: is_archived | 是否已归档 | whether the forge says that it is archived
-- column: license_spdx_id | 许可证（SPDX） | licence
-- column: has_license | 有许可证文件 | has a licence
-- column: has_security_policy | 有安全策略 | has a security policy
-- column: has_contributing_guide | 有贡献指南 | has a contributing guide
-- column: has_code_of_conduct | 有行为准则 | has a code of conduct
-- column: has_ci | 有持续集成 | has continuous integration
-- column: has_lock_file | 有依赖锁文件 | has a lock file
-- column: has_sbom | 有软件物料清单 | has an SBOM
-- column: is_line_count_known | 行数是否已知 | whether line counts are known

with

activity as (
    select
        repository_id,
        min(contributed_on) filter (contribution_kind = 'commit' and not is_date_suspect) as first_commit_on,
        max(contributed_on) filter (contribution_kind = 'commit' and not is_date_suspect) as last_commit_on,
        count(*) filter (contribution_kind = 'commit' and not is_bot and not is_merge) as commit_count,
        count(*) filter (contribution_kind = 'release') as release_count
    from intermediate.contributions
    group by repository_id
),

people as (
    select repository_id, count(distinct contributor_id) as contributor_count
    from intermediate.contributor_months
    group by repository_id
),

owners as (
    select
        c.repository_id,
        arg_min(c.organization_id, (case c.confidence when 'high' then 1 when 'medium' then 2 else 3 end, c.organization_id))
            as organization_id
    from intermediate.repository_claims c, staging.as_of a
    where a.as_of_on between c.valid_from_on and c.valid_until_on
    group by c.repository_id
)

select
    r.repository_id,
    r.forge,
    r.full_name,
    r.url,
    o.organization_id,
    r.role,
    case when r.project_id not in (select target_id from intermediate.hidden_targets) then r.project_id end as project_id,
    case when r.mirror_of not in (select target_id from intermediate.hidden_targets) then r.mirror_of end as mirror_of,
    a.first_commit_on,
    a.last_commit_on,
    a.commit_count,
    case when a.commit_count is not null then coalesce(p.contributor_count, 0) end as contributor_count,
    a.release_count,
    f.primary_language,
    f.is_archived,
    coalesce(h.license_spdx_id, f.license_spdx_id) as license_spdx_id,
    h.has_license,
    h.has_security_policy,
    h.has_contributing_guide,
    h.has_code_of_conduct,
    h.has_ci,
    h.has_lock_file,
    h.has_sbom,
    h.is_line_count_known
from intermediate.repositories r
left join activity a using (repository_id)
left join people p using (repository_id)
left join owners o using (repository_id)
left join staging.repository_heads h using (repository_id)
left join staging.repositories f using (repository_id)
where not r.is_aggregate_only
