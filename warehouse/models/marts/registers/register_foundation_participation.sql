-- grain: one row per registered fact that stands: participation in foundations
-- column: organization | 机构 | organisation
-- column: foundation | 基金会：openatom 开放原子开源基金会，linux Linux 基金会，apache Apache 软件基金会，eclipse Eclipse 基金会，other 其他 | foundation
-- column: role | 身份：member 会员，donor 捐赠人，hosted_project 托管项目 | role
-- column: project_name | 项目名称 | project
-- column: joined_on | 起始日期 | from
-- column: left_on | 终止日期 | until
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.organization') as organization,
    json_extract_string(cells, '$.foundation') as foundation,
    json_extract_string(cells, '$.role') as role,
    json_extract_string(cells, '$.project_name') as project_name,
    try_cast(json_extract_string(cells, '$.joined_on') as date) as joined_on,
    try_cast(json_extract_string(cells, '$.left_on') as date) as left_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'foundation_participation'
