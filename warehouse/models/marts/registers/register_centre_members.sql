-- grain: one row per registered fact that stands: members of the innovation centre
-- column: organization_name | 单位名称 | organisation
-- column: member_role | 成员身份：founder 共建单位，member 成员单位，partner 合作单位 | role
-- column: district | 所在区 | district
-- column: joined_on | 加入日期 | joined on
-- column: left_on | 退出日期 | left on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.member_role') as member_role,
    json_extract_string(cells, '$.district') as district,
    try_cast(json_extract_string(cells, '$.joined_on') as date) as joined_on,
    try_cast(json_extract_string(cells, '$.left_on') as date) as left_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'centre_members'
