-- grain: one row per employer in OpenHarmony that a mail domain names, without persons
-- column: employer_id | 机构编号或机构域名 | organisation or its domain
-- column: name_zh | 名称 | name in Chinese
-- column: name_en | 英文名称 | name in English
-- column: is_group | 是否集团共用域名（不分城市） | whether a whole group shares the domain, in whatever city
-- column: kind | 类别：enterprise、university、institute 等；不明为空 | kind; empty where not known
-- column: city_zh | 城市；不明为空 | city in Chinese; empty where not known
-- column: city_en | 城市英文 | city in English
-- column: is_guangzhou | 是否广州机构 | whether it is of Guangzhou
-- column: source | 名称与城市的依据 | what name and city rest on

select
    employer_id,
    name_zh,
    name_en,
    is_group,
    kind,
    city_zh,
    city_en,
    is_guangzhou,
    source
from intermediate.openharmony_employers
