-- One row per metric of the newer snapshot: a scope's headline in both snapshots, and what differs below it.
-- Catalogs: older, newer. Parameters: $subject, $period_kind.

with

old_members as (
    select distinct repository_id
    from older.marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
),

new_members as (
    select distinct repository_id
    from newer.marts.subject_repositories
    where subject_kind = 'scope' and subject_id = $subject
),

old_period as (
    select max(period_start_on) as start_on
    from older.marts.periods
    where period_kind = $period_kind and is_complete
),

new_period as (
    select max(period_start_on) as start_on
    from newer.marts.periods
    where period_kind = $period_kind and is_complete
),

old_values as (
    select metric, subject_kind, subject_id, value
    from older.marts.measures
    where subject_kind in ('scope', 'repository') and period_kind = $period_kind
        and period_start_on = (select start_on from old_period)
),

revised_values as (
    select metric, subject_kind, subject_id, value
    from newer.marts.measures
    where subject_kind in ('scope', 'repository') and period_kind = $period_kind
        and period_start_on = (select start_on from old_period)
),

new_values as (
    select metric, subject_kind, subject_id, value
    from newer.marts.measures
    where subject_kind = 'scope' and period_kind = $period_kind
        and period_start_on = (select start_on from new_period)
),

repositories as (
    select
        repository_id,
        old_members.repository_id is not null as was_member,
        new_members.repository_id is not null as is_member
    from old_members full join new_members using (repository_id)
),

either as (
    select metric, subject_id as repository_id, value as old_value, null::double as revised_value
    from old_values
    where subject_kind = 'repository'
    union all
    select metric, subject_id as repository_id, null::double as old_value, value as revised_value
    from revised_values
    where subject_kind = 'repository'
),

repository_values as (
    select
        metric,
        was_member,
        is_member,
        case when was_member then max(old_value) end as old_value,
        case when is_member then max(revised_value) end as revised_value
    from either
    join repositories using (repository_id)
    group by metric, repository_id, was_member, is_member
),

by_metric as (
    select
        metric,
        coalesce(sum(old_value), 0) as old_sum,
        coalesce(sum(revised_value), 0) as revised_sum,
        coalesce(sum(revised_value) filter (not was_member), 0)
            - coalesce(sum(old_value) filter (not is_member), 0) as registry_sum,
        count(*) filter (was_member and is_member and old_value is distinct from revised_value) as changed_count
    from repository_values
    group by metric
),

memberships as (
    select
        count(*) filter (not was_member) as added_count,
        count(*) filter (not is_member) as removed_count
    from repositories
)

select
    newer_definitions.metric,
    older_definitions.sql is distinct from newer_definitions.sql as is_redefined,
    old_values.value as old_value,
    revised_values.value as revised_value,
    new_values.value as new_value,
    coalesce(old_sum = old_values.value and revised_sum = revised_values.value, false) as adds_up,
    coalesce(registry_sum, 0) as registry_sum,
    coalesce(changed_count, 0) as changed_count,
    added_count,
    removed_count,
    (select start_on from old_period) as old_period_on,
    (select start_on from new_period) as new_period_on
from newer.marts.metric_definitions as newer_definitions
left join older.marts.metric_definitions as older_definitions using (metric)
left join old_values
    on old_values.metric = newer_definitions.metric
    and old_values.subject_kind = 'scope' and old_values.subject_id = $subject
left join revised_values
    on revised_values.metric = newer_definitions.metric
    and revised_values.subject_kind = 'scope' and revised_values.subject_id = $subject
left join new_values
    on new_values.metric = newer_definitions.metric
    and new_values.subject_kind = 'scope' and new_values.subject_id = $subject
left join by_metric on by_metric.metric = newer_definitions.metric
cross join memberships
