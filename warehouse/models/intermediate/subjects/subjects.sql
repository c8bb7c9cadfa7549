-- grain: one row per subject; subject_number stands for it where rows are many
-- A panel counts only what its two periods need, half a year before them included. An unjoined subject is another one
-- again, with its people told apart where only a join across forges makes them one (docs/decisions/0040).

with

subjects as (
    select distinct
        subject_kind,
        subject_id,
        base_subject_id,
        confidence,
        true as is_joined,
        date '0001-01-01' as counts_from_on,
        date '9999-12-31' as counts_until_on
    from intermediate.memberships
    union all
    select
        'unjoined',
        subject_kind || ':' || subject_id,
        base_subject_id,
        confidence,
        false,
        date '0001-01-01',
        date '9999-12-31'
    from intermediate.unjoined_subjects
    union all
    select
        'panel',
        panel_id,
        panel_id,
        confidence,
        true,
        (compared_start_on - interval 6 month)::date,
        period_end_on
    from intermediate.panels
    where panel_target_count > 0
)

select row_number() over (order by subject_kind, subject_id)::integer as subject_number, *
from subjects
