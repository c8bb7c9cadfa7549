-- grain: one row per policy plan
-- column: plan_id | 规划编号 | plan
-- column: name_zh | 名称 | its name in Chinese
-- column: name_en | 英文名称 | its name in English
-- column: lead_unit_zh | 牵头单位 | lead unit
-- column: lead_unit_en | 牵头单位（英译） | lead unit in English, an unofficial translation
-- column: first_year | 起始年份 | first year
-- column: last_year | 终止年份 | last year
-- column: baseline_year | 基期年份 | the year that growth since the plan is measured from
-- column: source | 来源 | where it is published

select plan_id, name_zh, name_en, lead_unit_zh, lead_unit_en, first_year, last_year, baseline_year, source
from staging.plans
