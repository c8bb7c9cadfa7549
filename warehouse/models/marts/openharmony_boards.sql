-- grain: one row per release branch of OpenHarmony and repository of a board, chip or product in it
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: name | 仓库名 | repository
-- column: part | 部分：board 开发板、soc 芯片、product 产品 | what it is about
-- column: vendor | 厂商（取自仓库名） | vendor, by the repository's name
-- column: organization_id | 机构编号，由主张而来 | organisation that claims it
-- column: is_guangzhou | 是否广州机构 | whether that organisation is of Guangzhou

with

boards as (
    select
        release_branch,
        name,
        case
            when starts_with(name, 'device_board_') then 'board'
            when starts_with(name, 'device_soc_') then 'soc'
            else 'product'
        end as part,
        regexp_extract(name, '^(device_board|device_soc|vendor)_(.+)$', 2) as vendor
    from staging.openharmony_manifest
    where regexp_matches(name, '^(device_board|device_soc|vendor)_')
),

owners as (
    select l.name, min(c.organization_id) as organization_id
    from intermediate.repository_claims c
    join intermediate.openharmony_locations l using (repository_id)
    where c.subject_kind = 'repository'
    group by l.name
)

select
    b.release_branch,
    b.name,
    b.part,
    b.vendor,
    w.organization_id,
    coalesce(o.relation = 'guangzhou', false) as is_guangzhou
from boards b
left join owners w using (name)
left join staging.organizations o on o.organization_id = w.organization_id
