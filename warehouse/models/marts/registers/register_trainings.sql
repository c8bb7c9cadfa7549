-- grain: one row per registered fact that stands: trainings
-- column: title | 培训名称 | training
-- column: organization_name | 单位名称 | organisation
-- column: audience | 对象：enterprise 企业人员，student 在校学生，teacher 教师，public 社会公众 | audience
-- column: participant_count | 参训人次 | participants
-- column: held_on | 举办日期 | held on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.title') as title,
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.audience') as audience,
    try_cast(json_extract_string(cells, '$.participant_count') as bigint) as participant_count,
    try_cast(json_extract_string(cells, '$.held_on') as date) as held_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'trainings'
