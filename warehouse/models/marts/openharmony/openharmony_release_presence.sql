-- grain: one row per repository that any release of OpenHarmony names
-- column: name | 仓库名 | repository
-- column: is_upstream_code | 是否上游代码（third_party_） | whether it is upstream code
-- column: repository_class | 类别：system、chipset、other | class in the newest release that names it
-- column: release_count | 出现的版本数 | releases that name it
-- column: first_release | 最早出现的版本 | earliest release that names it
-- column: last_release | 最晚出现的版本；master 最晚 | latest release that names it; master is the latest
-- column: is_in_master | 是否仍在 master | whether master names it

with

ordered as (
    select * from staging.openharmony_manifest join intermediate.openharmony_release_order using (release_branch)
)

select
    name,
    any_value(is_upstream_code) as is_upstream_code,
    arg_max(repository_class, release_order) as repository_class,
    count(*) as release_count,
    arg_min(release_branch, release_order) as first_release,
    arg_max(release_branch, release_order) as last_release,
    bool_or(release_branch = 'master') as is_in_master
from ordered
group by name
