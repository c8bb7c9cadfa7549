-- grain: one row per metric
-- column: metric | 指标 | metric
-- column: title_zh | 中文名 | its name in Chinese
-- column: title_en | 英文名 | its name in English
-- column: question_zh | 它回答的问题 | the question that it answers, in Chinese
-- column: question_en | 它回答的问题（英文） | the question that it answers, in English
-- column: unit | 单位 | unit of the value
-- column: direction | 何者为好：up、down、none | which way is good: up, down or none
-- column: chaoss | CHAOSS 定义的链接 | link to the definition by CHAOSS, or none
-- column: caution_zh | 使用注意 | what to mind, in Chinese
-- column: caution_en | 使用注意（英文） | what to mind, in English
-- column: people | 是否涉及人数：no 否，yes 人数，part 人群的一部分，attributed 按附加属性划分的一部分，about 由人数推出 | whether it counts people (yes), a part of some people (part), one divided by an attribute that we add (attributed), tells of them (about) or does not (no)
-- column: sql | 计算它的 SQL | the SQL that computes it

select metric, title_zh, title_en, question_zh, question_en, unit, direction, chaoss, caution_zh, caution_en, people, sql
from metrics.all_definitions
