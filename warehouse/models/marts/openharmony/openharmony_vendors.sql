-- grain: one row per release branch of OpenHarmony, and all of them together, and vendor of boards, chips or products in it
-- A vendor is named by its repositories, and is not who wrote them: the commits say how many came from that vendor.
-- column: release_branch | 清单分支（版本），all 为全部版本 | branch of the manifest, or all
-- column: vendor | 厂商（取自仓库名） | vendor, by the repositories' names
-- column: organization_id | 机构编号，由主张而来；多个时取最晚版本的 | organisation whose one of them was then, by the claims; of several that of the latest release
-- column: is_guangzhou | 是否广州机构 | whether that organisation is of Guangzhou
-- column: board_count | 开发板仓库数 | repositories of boards
-- column: soc_count | 芯片仓库数 | repositories of chips
-- column: product_count | 产品仓库数 | repositories of products
-- column: last_release | 最晚出现的版本；master 最晚 | latest release that names one of them; master is the latest
-- column: collected_repository_count | 其中已采集提交历史的仓库数 | repositories of which the history is held
-- column: commit_count | 这些仓库的提交数（全部时间）；未采集为空 | commits in them, at any time; empty where no history is held
-- column: vendor_commit_count | 其中由该机构提交的；机构不明为空 | those by that organisation; empty where it is not known

with

ordered as (
    select * from marts.openharmony_boards join intermediate.openharmony_release_order using (release_branch)
),

boards as (
    select * from ordered
    union all
    select * replace ('all' as release_branch) from ordered
),

latest as (
    select vendor, arg_max(release_branch, release_order) as last_release from ordered group by vendor
),

vendors as (
    select
        release_branch,
        vendor,
        arg_max(organization_id, (release_order, name)) as organization_id,
        coalesce(arg_max(is_guangzhou, (release_order, name)) filter (organization_id is not null), false) as is_guangzhou,
        count(distinct name) filter (part = 'board') as board_count,
        count(distinct name) filter (part = 'soc') as soc_count,
        count(distinct name) filter (part = 'product') as product_count
    from boards
    group by release_branch, vendor
),

commits as (
    select
        b.release_branch,
        b.vendor,
        count(distinct n.name) as collected_repository_count,
        count(distinct c.sha) as commit_count,
        count(distinct c.sha) filter (c.employer_id = v.organization_id) as vendor_commit_count
    from boards b
    join vendors v using (release_branch, vendor)
    join intermediate.openharmony_commit_names n on n.name = b.name
    join intermediate.openharmony_commits c using (sha)
    group by b.release_branch, b.vendor
)

select
    v.release_branch,
    v.vendor,
    v.organization_id,
    v.is_guangzhou,
    v.board_count,
    v.soc_count,
    v.product_count,
    l.last_release,
    coalesce(c.collected_repository_count, 0) as collected_repository_count,
    c.commit_count,
    case when v.organization_id is not null then c.vendor_commit_count end as vendor_commit_count
from vendors v
join latest l using (vendor)
left join commits c using (release_branch, vendor)
