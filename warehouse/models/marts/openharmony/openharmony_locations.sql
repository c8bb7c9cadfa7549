-- grain: one row per place of a repository of OpenHarmony, with the evidence that joins it to the others
-- column: part | 部分：core 主仓、sig 孵化、libraries 三方库 | core, incubation by SIGs, or third-party libraries
-- column: name | 仓库名，清单中有的以清单为准 | repository, as the manifest writes it where that names it
-- column: is_in_manifest | 是否有版本清单列出 | whether the manifest of any release names it
-- column: is_upstream_code | 是否上游代码（third_party_） | whether it is upstream code
-- column: repository_id | 仓库编号 | repository
-- column: forge | 平台 | forge
-- column: role | 角色 | role
-- column: is_named_so | 证据：owner/name 与项目一致 | evidence: owner and name are the project's
-- column: shares_root_commit | 证据：与另一处有相同的根提交；未采集为空 | evidence: another place has the same root commit; empty where not collected
-- column: continued_as | Gitee 上的仓库在 GitCode 的延续 | where GitCode continues what stood on Gitee
-- column: closed_on | Gitee 一侧关闭的日期（迁移日） | day of the move, on which the place on Gitee closed
-- column: held_commit_count | 此处的提交数；未采集为空 | commits held of this place; empty where not collected

with

held as (
    select repository_id, count(*) as held_commit_count
    from staging.repository_commits
    group by repository_id
)

select
    l.part,
    l.name,
    l.is_in_manifest,
    l.is_upstream_code,
    l.repository_id,
    l.forge,
    l.role,
    l.is_named_so,
    l.shares_root_commit,
    n.repository_id as continued_as,
    l.closed_on,
    h.held_commit_count
from intermediate.openharmony_locations l
join intermediate.repositories r on r.repository_id = l.repository_id
left join intermediate.repositories n on n.repository_id = l.continued_as and not n.is_aggregate_only
left join held h on h.repository_id = l.repository_id
where not r.is_aggregate_only
