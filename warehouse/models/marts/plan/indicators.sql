-- grain: one row per indicator of a plan
-- column: plan_id | 规划编号 | plan
-- column: indicator_id | 指标编号 | indicator
-- column: position | 次序 | order
-- column: clause_id | 条款 | clause that it is read against
-- column: name_zh | 名称 | name in Chinese
-- column: name_en | 英文名称 | name in English
-- column: owner_zh | 责任处室 | who answers for it
-- column: owner_en | 责任处室（英译） | who answers for it, in English
-- column: unit | 单位 | unit
-- column: kind | 类别：measured 测量，registered 登记，derived 推算 | measured from public data, registered by hand, or derived by counting organisations
-- column: reads | 所读的度量、登记表或推算方式 | metric, register or derived count that it reads
-- column: reading | 登记表的读法 | how a register is read
-- column: subject_kind | 度量的主体类型 | kind of the one subject of a measure
-- column: subject_id | 度量的主体 | the one subject of a measure
-- column: filters | 筛选条件 | what the rows or organisations are narrowed to
-- column: accumulation | flow 期内发生，stock 期末存量，level 水平值 | flow: in the period; stock: at its end; level: a rate or share
-- column: baseline_year | 基期年份 | baseline year
-- column: target_value | 目标值（由主管部门录入） | target, entered by the bureau
-- column: target_on | 目标日期 | day of the target
-- column: target_source | 目标依据 | where the target is set
-- column: direction | 方向：up 越高越好，down 越低越好，none 不论 | direction that is good
-- column: definition_zh | 口径 | definition
-- column: definition_en | 口径（英文） | definition in English
-- column: caution_zh | 注意事项 | caution in Chinese
-- column: caution_en | 注意事项（英文） | caution in English

select
    plan_id,
    indicator_id,
    position,
    clause_id,
    name_zh,
    name_en,
    owner_zh,
    owner_en,
    unit,
    kind,
    reads,
    reading,
    subject_kind,
    subject_id,
    filters,
    accumulation,
    baseline_year,
    target_value,
    target_on,
    target_source,
    direction,
    definition_zh,
    definition_en,
    caution_zh,
    caution_en
from staging.plan_indicators
