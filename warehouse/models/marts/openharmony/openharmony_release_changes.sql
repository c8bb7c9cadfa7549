-- grain: one row per release of OpenHarmony and repository that it gained, lost or renamed against the release before it
-- Of releases with a tag and those in development; both manifests as they are now. A loss and a gain at the same place in the source tree are one rename. Changes of
-- a manifest while it is watched stand in marts.openharmony_manifest_changes.
-- column: release_branch | 清单分支（版本） | branch of the manifest, that is the release
-- column: previous_branch | 按日期的上一版本 | release before it, by date
-- column: released_on | 发布日期；开发中为空 | day of the release; empty while in development
-- column: change | 变化：added 新增、dropped 移出、renamed 更名 | what happened
-- column: old_name | 原名 | former name
-- column: new_name | 新名 | new name
-- column: source_path | 源码树中的位置 | place in the source tree
-- column: is_upstream_code | 是否上游代码（third_party_） | whether it is upstream code
-- column: organization_id | 发布之日该仓库所属的机构，由主张而来 | organisation whose it was on the day of the release, by the claims
-- column: is_guangzhou | 是否广州机构的仓库 | whether that organisation is of Guangzhou

with

releases as (
    select release_branch, previous_branch, released_on, until_on
    from intermediate.openharmony_release_dates
    where previous_branch is not null and release_state != 'begun'
),

gained as (
    select r.release_branch, m.name, m.source_path, m.is_upstream_code
    from releases r
    join staging.openharmony_manifest m using (release_branch)
    anti join staging.openharmony_manifest o on o.release_branch = r.previous_branch and o.name = m.name
),

lost as (
    select r.release_branch, o.name, o.source_path, o.is_upstream_code
    from releases r
    join staging.openharmony_manifest o on o.release_branch = r.previous_branch
    anti join staging.openharmony_manifest m on m.release_branch = r.release_branch and m.name = o.name
),

joined as (
    select
        release_branch,
        source_path,
        l.name as old_name,
        g.name as new_name,
        coalesce(g.is_upstream_code, l.is_upstream_code) as is_upstream_code
    from gained g
    full join lost l using (release_branch, source_path)
),

owners as (
    select r.release_branch, l.name, min(c.organization_id) as organization_id
    from releases r
    join intermediate.repository_claims c on r.until_on between c.valid_from_on and c.valid_until_on
    join intermediate.openharmony_locations l using (repository_id)
    where c.subject_kind = 'repository'
    group by r.release_branch, l.name
)

select
    j.release_branch,
    r.previous_branch,
    r.released_on,
    case when j.old_name is null then 'added' when j.new_name is null then 'dropped' else 'renamed' end as change,
    j.old_name,
    j.new_name,
    j.source_path,
    j.is_upstream_code,
    w.organization_id,
    coalesce(o.relation = 'guangzhou', false) as is_guangzhou
from joined j
join releases r using (release_branch)
left join owners w on w.release_branch = j.release_branch and w.name = coalesce(j.new_name, j.old_name)
left join staging.organizations o on o.organization_id = w.organization_id
