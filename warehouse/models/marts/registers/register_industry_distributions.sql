-- grain: one row per registered fact that stands: industry distributions
-- column: distribution_name | 发行版名称 | distribution
-- column: organization_name | 单位名称 | organisation
-- column: upstream | 上游：openharmony 开源鸿蒙，openeuler 开源欧拉，linux Linux，other 其他 | upstream
-- column: sector | 行业 | sector
-- column: released_on | 首发日期 | released on
-- column: ended_on | 停止维护日期 | ended on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.distribution_name') as distribution_name,
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.upstream') as upstream,
    json_extract_string(cells, '$.sector') as sector,
    try_cast(json_extract_string(cells, '$.released_on') as date) as released_on,
    try_cast(json_extract_string(cells, '$.ended_on') as date) as ended_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'industry_distributions'
