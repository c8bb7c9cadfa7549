-- grain: one row per clause of a plan
-- column: plan_id | 规划编号 | plan
-- column: clause_id | 条款编号 | clause
-- column: position | 次序 | order
-- column: task_zh | 所属任务 | task that it is part of
-- column: task_en | 所属任务（英译） | task in English, an unofficial translation
-- column: title_zh | 标题 | title in Chinese
-- column: title_en | 英文标题 | title in English
-- column: text_zh | 文本 | text
-- column: text_en | 文本（非官方英译） | text in English, an unofficial translation
-- column: is_verbatim | 是否公布原文；否则为条款要点 | whether it is the published text, word for word; else its key terms
-- column: source | 来源 | where it comes from

select plan_id, clause_id, position, task_zh, task_en, title_zh, title_en, text_zh, text_en, is_verbatim, source
from staging.plan_clauses
