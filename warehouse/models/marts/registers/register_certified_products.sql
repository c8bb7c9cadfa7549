-- grain: one row per registered fact that stands: products with openharmony certificates
-- column: organization_name | 单位名称 | organisation
-- column: product_name | 产品名称 | product
-- column: certificate_number | 证书编号 | certificate number
-- column: product_kind | 产品类别：device 终端设备，module 模组开发板，distribution 软件发行版，application 应用 | kind
-- column: sector | 行业 | sector
-- column: district | 所在区 | district
-- column: certified_on | 取证日期 | certified on
-- column: expires_on | 到期日期 | expires on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    json_extract_string(cells, '$.organization_name') as organization_name,
    json_extract_string(cells, '$.product_name') as product_name,
    json_extract_string(cells, '$.certificate_number') as certificate_number,
    json_extract_string(cells, '$.product_kind') as product_kind,
    json_extract_string(cells, '$.sector') as sector,
    json_extract_string(cells, '$.district') as district,
    try_cast(json_extract_string(cells, '$.certified_on') as date) as certified_on,
    try_cast(json_extract_string(cells, '$.expires_on') as date) as expires_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'certified_products'
