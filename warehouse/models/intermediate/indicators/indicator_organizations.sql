-- grain: one row per derived indicator and organisation of Guangzhou that its filter takes

with

organizations as (
    select organization_id, to_json({
        'kind': kind, 'sector': sector, 'district': district, 'park': park, 'size_class': size_class,
        'is_backbone': coalesce(is_backbone, false)
    }) as facts
    from staging.organizations
    where relation = 'guangzhou'
)

select i.plan_id, i.indicator_id, i.reads, o.organization_id
from staging.plan_indicators i, organizations o
where i.kind = 'derived'
    and len(list_filter(
        i.filters,
        lambda narrowed: not list_contains(
            string_split(split_part(narrowed, '=', 2), '|'),
            coalesce(json_extract_string(o.facts, '$.' || split_part(narrowed, '=', 1)), '')
        )
    )) = 0
