-- grain: one row per registered fact that stands: project reviews
-- column: repository | 仓库 | repository
-- column: organization | 机构 | organisation
-- column: verdict | 评审结论：foundational 基础性，forward_looking 前瞻性，both 兼具，neither 均不属于 | verdict
-- column: criteria | 认定理由 | reasons
-- column: reviewed_on | 评审日期 | reviewed on
-- column: source | 依据 | source
-- column: entry_id | 登记批次，见 marts.register_entries | entry that it came with

select
    case
        when lower(json_extract_string(cells, '$.repository')) not in (select target_id from intermediate.hidden_targets)
            then json_extract_string(cells, '$.repository')
    end as repository,
    json_extract_string(cells, '$.organization') as organization,
    json_extract_string(cells, '$.verdict') as verdict,
    json_extract_string(cells, '$.criteria') as criteria,
    try_cast(json_extract_string(cells, '$.reviewed_on') as date) as reviewed_on,
    json_extract_string(cells, '$.source') as source,
    entry_id
from intermediate.register_facts
where register = 'project_reviews'
