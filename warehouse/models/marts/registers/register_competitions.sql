-- grain: one row per registered fact that stands: competitions and events
-- column: title | 活动名称 | event
-- column: event_kind | 活动类别：competition 竞赛，campus 校园活动，conference 会议，other 其他 | kind
-- column: organization_name | 单位名称 | organisation
-- column: participant_count | 参与人数 | participants
-- column: held_on | 举办日期 | held on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.title') as title,
    json_extract_string(cells, '$.event_kind') as event_kind,
    json_extract_string(cells, '$.organization_name') as organization_name,
    try_cast(json_extract_string(cells, '$.participant_count') as bigint) as participant_count,
    try_cast(json_extract_string(cells, '$.held_on') as date) as held_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'competitions'
