-- grain: one row per place of a repository of OpenHarmony, with the evidence that joins it to the others
-- column: name | 清单中的仓库名 | name in the manifest
-- column: is_upstream_code | 是否上游代码（third_party_） | whether it is upstream code
-- column: repository_id | 仓库编号 | repository
-- column: forge | 平台 | forge
-- column: role | 角色 | role
-- column: is_named_so | 证据：owner/name 与清单一致 | evidence: owner and name are the manifest's
-- column: shares_root_commit | 证据：与另一处有相同的根提交；未采集为空 | evidence: another place has the same root commit; empty where not collected

select
    l.name,
    l.is_upstream_code,
    l.repository_id,
    l.forge,
    l.role,
    l.is_named_so,
    l.shares_root_commit
from intermediate.openharmony_locations l
join intermediate.repositories r using (repository_id)
where not r.is_aggregate_only
