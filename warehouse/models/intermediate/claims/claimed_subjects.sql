-- grain: one row per organisation and subject that it is part of: itself and, in Guangzhou, what it is counted under

with

organizations as (
    select * from staging.organizations
),

counted_under as (
    select organization_id, 'kind' as subject_kind, kind as subject_id from organizations where relation = 'guangzhou'
    union all
    select organization_id, 'sector', sector from organizations where relation = 'guangzhou'
    union all
    select organization_id, 'district', district from organizations where relation = 'guangzhou'
    union all
    select organization_id, 'park', park from organizations where relation = 'guangzhou'
    union all
    select organization_id, 'size_class', size_class from organizations where relation = 'guangzhou'
)

select organization_id, 'organization' as subject_kind, organization_id as base_subject_id from organizations
union all
select organization_id, subject_kind, subject_id from counted_under where subject_id is not null
