-- grain: one row per registered indicator, period and group that a fact counted in it belongs to
-- A fact's own sector or district goes before that of its organisation, which is found in the directory by its full name.
-- What names no organisation and has neither cannot be divided and is left out; a group of nothing has no row.
-- column: plan_id | 规划编号 | plan
-- column: indicator_id | 指标编号 | indicator
-- column: period_kind | 周期类型 | month, quarter or year
-- column: period_start_on | 周期首日 | first day of the period
-- column: group_kind | 拆分方式：kind、sector、district、park | divided by kind, sector, district or park
-- column: group_id | 组；未登记为空 | group; empty where it is not registered
-- column: value | 该组的数值；空为所读的一栏都没有填 | value of the group; empty where no fact of it fills in what is read
-- column: sample_count | 所依据的登记数 | registered facts that it rests on

with

organizations as (
    select *
    from (
        select lower(trim(unnest([organization_id, name_zh, name_en]))) as name, organization_id, kind, sector, district, park
        from staging.organizations
    )
    where name is not null
    qualify row_number() over (partition by name order by organization_id) = 1
),

named as (
    select
        *,
        lower(trim(coalesce(json_extract_string(cells, '$.organization'), json_extract_string(cells, '$.organization_name')))) as name
    from intermediate.indicator_facts
),

described as (
    select
        n.* exclude (cells, name),
        n.name is not null as has_organization,
        o.kind,
        o.park,
        json_extract_string(n.cells, '$.sector') as own_sector,
        json_extract_string(n.cells, '$.district') as own_district,
        coalesce(own_sector, o.sector) as sector,
        coalesce(own_district, o.district) as district
    from named n
    left join organizations o using (name)
),

divided as (
    select d.*, g.group_kind, g.group_id
    from described d, lateral (
        values ('kind', d.kind), ('sector', d.sector), ('district', d.district), ('park', d.park)
    ) g(group_kind, group_id)
    where d.has_organization or g.group_id is not null
)

select
    plan_id,
    indicator_id,
    period_kind,
    period_start_on,
    group_kind,
    group_id,
    case any_value(how)
        when 'count' then count(row_id)
        when 'sum' then sum(try_cast(cell as double))
        when 'distinct' then nullif(count(distinct cell), 0)
    end::double as value,
    count(row_id) as sample_count
from divided
group by plan_id, indicator_id, period_kind, period_start_on, group_kind, group_id
