-- grain: one row per word of the vocabulary and scope: what it is called, whether or not it has a repository
-- column: subject_kind | 主体类型 | kind of subject: kind, sector, district, park, size_class or scope
-- column: subject_id | 主体编号 | the word
-- column: name_zh | 中文名 | its name in Chinese
-- column: name_en | 英文名 | its name in English

select
    subject_kind,
    subject_id,
    name_zh,
    name_en
from staging.subject_names
