-- grain: one row per metric
-- column: metric | 指标 | the metric's name
-- column: title_zh | 中文名称 | title in Chinese
-- column: title_en | 英文名称 | title in English
-- column: question_zh | 回答的问题（中文） | the question that it answers, in Chinese
-- column: question_en | 回答的问题（英文） | the question that it answers, in English
-- column: unit | 单位 | unit of the value
-- column: direction | 趋向 | which way is better: up, down or none
-- column: chaoss | CHAOSS 定义 | link to the CHAOSS definition, or none
-- column: caution_zh | 使用注意（中文） | what to beware of, in Chinese
-- column: caution_en | 使用注意（英文） | what to beware of, in English
-- column: sql | 计算语句 | the statement that computes it

select
    metric,
    title_zh,
    title_en,
    question_zh,
    question_en,
    unit,
    direction,
    chaoss,
    caution_zh,
    caution_en,
    sql
from metrics.all_definitions
