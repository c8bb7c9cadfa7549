-- grain: one row per repository and package: the day on which it begins, as far as anything is known of it
-- That is its creation, or the first thing that happened in it where a history is older than its forge.

with

first_days as (
    select repository_id as target_id, min(contributed_on) as first_on
    from intermediate.contributions
    where not is_date_suspect
    group by repository_id
    union all
    select repository_id, created_on from staging.repositories
    union all
    select repository_id, min(opened_on) from staging.issues group by repository_id
    union all
    select repository_id, min(opened_on) from staging.change_requests group by repository_id
    union all
    select repository_id, min(starred_on) from staging.star_days group by repository_id
    union all
    select repository_id, min(forked_on) from staging.forks group by repository_id
    union all
    select repository_id, min(published_on) from staging.releases group by repository_id
    union all
    select package_id, min(published_on) from staging.package_releases group by package_id
)

select target_id, min(first_on) as starts_on
from first_days
where first_on is not null
group by target_id
