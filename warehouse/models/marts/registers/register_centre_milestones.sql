-- grain: one row per registered fact that stands: milestones of the innovation centre
-- column: platform | 平台：ecosystem 生态构建，evaluation 技术评测，industry 产业聚集，technology 技术创新，talent 人才培养，sector 行业创新 | platform
-- column: title | 里程碑 | milestone
-- column: reached_on | 完成日期 | reached on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.platform') as platform,
    json_extract_string(cells, '$.title') as title,
    try_cast(json_extract_string(cells, '$.reached_on') as date) as reached_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'centre_milestones'
