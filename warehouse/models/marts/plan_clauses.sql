-- grain: one row per clause of a plan
-- column: plan_id | 规划编号 | plan
-- column: clause_id | 条款编号 | clause
-- column: position | 次序 | order
-- column: task_zh | 所属任务 | task that it is part of
-- column: title_zh | 标题 | title in Chinese
-- column: title_en | 英文标题 | title in English
-- column: text_zh | 文本 | text
-- column: is_verbatim | 是否公布原文；否则为条款要点 | whether it is the published text, word for word; else its key terms
-- column: source | 来源 | where it comes from

select plan_id, clause_id, position, task_zh, title_zh, title_en, text_zh, is_verbatim, source
from staging.plan_clauses
