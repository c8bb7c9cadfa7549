-- grain: one row per package and claim that says whose it is
-- Only official and likely packages are an organisation's own. A package belongs to whom its own claims say;
-- without any, to whom the claims of its repository say.

with

packages as (
    select * from staging.registered_packages where relation in ('official', 'likely')
),

own_claims as (
    select p.package_id, c.*
    from packages p
    join intermediate.accepted_claims c on c.subject_kind = 'package' and c.subject_id = p.package_id
)

select * from own_claims
union all
select p.package_id, c.* exclude (repository_id)
from packages p
join intermediate.repository_claims c on c.repository_id = p.repository_id
where p.package_id not in (select package_id from own_claims)
