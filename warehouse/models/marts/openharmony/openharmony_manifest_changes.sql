-- grain: one row per repository that a release of OpenHarmony gained, lost or renamed since it is watched
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: change | 变化：added 新增、dropped 移出、renamed 更名 | what happened
-- column: old_name | 原名 | former name
-- column: new_name | 新名 | new name
-- column: source_path | 源码树中的位置 | place in the source tree
-- column: changed_on | 发现日期（北京时间） | day on which it was seen

select
    release_branch,
    change,
    old_name,
    new_name,
    source_path,
    changed_on
from staging.openharmony_manifest_changes
