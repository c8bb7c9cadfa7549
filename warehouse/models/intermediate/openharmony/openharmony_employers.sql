-- grain: one row per employer that a mail domain names on any day, with its name, city and kind as far as these are known
-- An organisation of the registry is of Guangzhou or of no known city; of domains that stand for themselves the config
-- says more, and for all days.
-- A domain of universities (.edu) is one's, whether or not the config knows it.

with

employers as (
    select employer_id, min(canonical_domain) as domain, bool_or(employer_class = 'group') as is_group
    from intermediate.openharmony_domains
    where employer_id is not null
    group by employer_id
)

select
    e.employer_id,
    e.is_group,
    coalesce(o.name_zh, c.name_zh, e.employer_id) as name_zh,
    coalesce(o.name_en, c.name_en, e.employer_id) as name_en,
    case when o.relation = 'guangzhou' then '广州' else c.city_zh end as city_zh,
    case when o.relation = 'guangzhou' then 'Guangzhou' else c.city_en end as city_en,
    coalesce(
        o.kind, c.kind, case when regexp_matches(e.domain, '\.edu(\.[a-z]+)?$') then 'university' end
    ) as kind,
    coalesce(o.relation = 'guangzhou', false) as is_guangzhou,
    coalesce(o.source, c.source) as source
from employers e
left join staging.organizations o on o.organization_id = e.employer_id
left join staging.openharmony_employers c on c.domain = e.employer_id
