-- grain: one row per word that organisations are sorted by, those of no organisation included
-- column: subject_kind | 分类：kind、sector、district、park、size_class | what the word sorts: kind, sector, district, park, size_class
-- column: subject_id | 编号 | word
-- column: name_zh | 中文名 | its name in Chinese
-- column: name_en | 英文名 | its name in English

select subject_kind, subject_id, name_zh, name_en
from staging.subject_names
where subject_kind != 'scope'
