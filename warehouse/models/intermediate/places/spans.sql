-- edition: internal
-- grain: one row per repository and stretch of time in which its subjects stay the same
-- until_on is the first day that is no longer in it.

with

targets as (
    select * from intermediate.subject_targets where target_kind = 'repository'
),

starts as (
    select repository_id, date '0001-01-01' as from_on from intermediate.repositories
    union
    select target_id, valid_from_on from targets
    union
    select target_id, valid_until_on + 1 from targets where valid_until_on < date '9999-12-31'
)

select
    row_number() over (order by repository_id, from_on)::integer as span_number,
    repository_id,
    from_on,
    lead(from_on, 1, date '9999-12-31') over (partition by repository_id order by from_on) as until_on
from starts
