-- grain: one row per imported template, those that were taken back included
-- column: entry_id | 批次编号 | entry
-- column: register | 登记表 | register
-- column: name_zh | 登记表名称 | its name in Chinese
-- column: name_en | 登记表英文名称 | its name in English
-- column: entered_at | 录入时刻 | when it was entered
-- column: entered_by | 录入单位 | unit that entered it
-- column: document | 依据文件 | document that it rests on
-- column: row_count | 行数 | lines
-- column: is_undone | 是否已撤销 | whether it was taken back
-- column: undone_at | 撤销时刻 | when it was taken back
-- column: undo_reason | 撤销原因 | why

select
    e.entry_id,
    e.register,
    d.name_zh,
    d.name_en,
    e.entered_at,
    e.entered_by,
    e.document,
    e.row_count,
    u.entry_id is not null as is_undone,
    u.undone_at,
    u.reason as undo_reason
from staging.register_entries e
left join staging.register_definitions d using (register)
left join staging.register_undos u using (entry_id)
