-- grain: one row per registered fact that stands: adoption cases
-- column: title | 案例名称 | case
-- column: organization_name | 单位名称 | organisation
-- column: open_source_name | 所用开源软件 | open-source software
-- column: sector | 行业 | sector
-- column: district | 所在区 | district
-- column: adopted_on | 启用日期 | adopted on
-- column: ended_on | 停用日期 | ended on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.title') as title,
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.open_source_name') as open_source_name,
    json_extract_string(cells, '$.sector') as sector,
    json_extract_string(cells, '$.district') as district,
    try_cast(json_extract_string(cells, '$.adopted_on') as date) as adopted_on,
    try_cast(json_extract_string(cells, '$.ended_on') as date) as ended_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'adoption_cases'
