-- grain: one row per organisation, as known at build.parameters.as_of

with

newest as (
    select * from raw.organizations
    where observed_at <= (select as_of from build.parameters)
    qualify row_number() over (partition by organization_id order by observed_at desc, stream desc, sequence desc) = 1
)

select
    organization_id,
    name_zh,
    name_en,
    kind,
    sector,
    district,
    park,
    size_class,
    is_backbone,
    relation,
    parent_organization_id,
    source
from newest
where not is_deleted
