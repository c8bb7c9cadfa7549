-- grain: one row per release branch of OpenHarmony and repository of a board, chip or product in it
-- Whose a repository is is said for the last day of the release's; for a branch without any, for the day of the data.
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: name | 仓库名 | repository
-- column: part | 部分：board 开发板、soc 芯片、product 产品 | what it is about
-- column: vendor | 厂商（取自仓库名） | vendor, by the repository's name
-- column: organization_id | 当时的机构编号，由主张而来 | organisation whose it was then, by the claims
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
    select r.release_branch, l.name, min(c.organization_id) as organization_id
    from intermediate.openharmony_release_dates r
    cross join staging.as_of a
    join intermediate.repository_claims c
        on coalesce(r.until_on, a.as_of_on) between c.valid_from_on and c.valid_until_on
    join intermediate.openharmony_locations l using (repository_id)
    where c.subject_kind = 'repository'
    group by r.release_branch, l.name
)

select
    b.release_branch,
    b.name,
    b.part,
    b.vendor,
    w.organization_id,
    coalesce(o.relation = 'guangzhou', false) as is_guangzhou
from boards b
left join owners w using (release_branch, name)
left join staging.organizations o on o.organization_id = w.organization_id
