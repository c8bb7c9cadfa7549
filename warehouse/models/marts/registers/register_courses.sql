-- grain: one row per registered fact that stands: courses
-- column: title | 课程名称 | course
-- column: organization_name | 单位名称 | organisation
-- column: level | 层次：vocational 高职，undergraduate 本科，graduate 研究生，other 其他 | level
-- column: student_count | 选课人数 | students
-- column: started_on | 首次开课日期 | started on
-- column: ended_on | 停开日期 | ended on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.title') as title,
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.level') as level,
    try_cast(json_extract_string(cells, '$.student_count') as bigint) as student_count,
    try_cast(json_extract_string(cells, '$.started_on') as date) as started_on,
    try_cast(json_extract_string(cells, '$.ended_on') as date) as ended_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'courses'
