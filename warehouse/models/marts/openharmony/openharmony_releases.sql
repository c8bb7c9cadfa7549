-- grain: one row per release branch of OpenHarmony and system type, with all system types together as one more
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: system_type | 系统类型：mini、small、standard，all 为全部（含未标注的） | system type; all includes what is marked for none
-- column: repository_count | 仓库数 | repositories
-- column: own_repository_count | 其中自有代码仓库数 | those of its own code
-- column: upstream_repository_count | 其中上游代码（third_party_）仓库数，从不计入原创 | those of upstream code, never counted as original work
-- column: system_repository_count | 其中系统类仓库数 | those of the class system
-- column: chipset_repository_count | 其中芯片类仓库数 | those of the class chipset

with

typed as (
    select *, unnest(system_types) as system_type from staging.openharmony_manifest
    union all
    select *, 'all' from staging.openharmony_manifest
)

select
    release_branch,
    system_type,
    count(*) as repository_count,
    count(*) filter (not is_upstream_code) as own_repository_count,
    count(*) filter (is_upstream_code) as upstream_repository_count,
    count(*) filter (repository_class = 'system') as system_repository_count,
    count(*) filter (repository_class = 'chipset') as chipset_repository_count
from typed
group by release_branch, system_type
