-- grain: one row per phrase of a clause
-- column: plan_id | 规划编号 | plan
-- column: clause_id | 条款编号 | clause
-- column: position | 次序 | order
-- column: phrase_zh | 词句 | phrase
-- column: phrase_en | 词句（非官方英译） | phrase in English, an unofficial translation
-- column: indicator_ids | 对应指标 | indicators that read it
-- column: not_measurable_because_zh | 不可衡量的原因 | why nothing can read it
-- column: not_measurable_because_en | 不可衡量的原因（英文） | the same in English

select plan_id, clause_id, position, phrase_zh, phrase_en, indicator_ids, not_measurable_because_zh, not_measurable_because_en
from staging.plan_phrases
