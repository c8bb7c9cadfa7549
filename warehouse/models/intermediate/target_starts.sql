-- grain: one row per repository and package with known activity: the day on which it begins

select repository_id as target_id, min(contributed_on) as starts_on
from intermediate.contributions
where not is_date_suspect
group by repository_id
union all
select package_id, min(published_on)
from staging.package_releases
where published_on is not null
group by package_id
