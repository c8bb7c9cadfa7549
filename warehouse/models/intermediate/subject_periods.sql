-- grain: one row per subject, kind of stream and period of which something was collected
-- target_count says how many repositories or packages the subject had in the period, covered_target_count how many
-- of them were collected for a part of it at least, complete_target_count for all of it. A target begins with its
-- first known activity; one of which nothing is known begins on the day it was collected.

with

targets as (
    select t.*
    from intermediate.subject_targets t
    join intermediate.subjects s using (subject_number)
    where s.subject_kind != 'panel'
),

streams as (
    select distinct c.target_id, c.stream_kind, f.covered_from_on, f.covered_until_on,
        coalesce(least(b.starts_on, r.created_on), b.starts_on, r.created_on, f.covered_until_on) as starts_on
    from intermediate.stream_coverage c
    left join intermediate.target_coverage f using (target_id, stream_kind)
    left join intermediate.target_starts b using (target_id)
    left join staging.repositories r on r.repository_id = c.target_id
),

counted as (
    select
        t.subject_number,
        s.stream_kind,
        p.period_kind,
        p.period_start_on,
        count(distinct t.target_id) as target_count,
        count(distinct t.target_id) filter (
            s.covered_from_on <= p.period_end_on and s.covered_until_on >= p.period_start_on
        ) as covered_target_count,
        count(distinct t.target_id) filter (
            s.covered_from_on <= p.period_start_on and s.covered_until_on > p.period_end_on
        ) as complete_target_count
    from targets t
    join streams s using (target_id)
    join intermediate.periods p
        on t.valid_from_on <= p.period_end_on
        and t.valid_until_on >= p.period_start_on
        and coalesce(s.starts_on, date '0001-01-01') <= p.period_end_on
    group by t.subject_number, s.stream_kind, p.period_kind, p.period_start_on
),

panels as (
    select s.subject_number, p.*
    from intermediate.panels p
    join intermediate.subjects s on s.subject_kind = 'panel' and s.subject_id = p.panel_id
),

spine as (
    select * from counted where covered_target_count > 0
    union all
    select subject_number, stream_kind, period_kind, period_start_on, panel_target_count, panel_target_count, panel_target_count
    from panels
    union all
    select subject_number, stream_kind, period_kind, compared_start_on, panel_target_count, panel_target_count, panel_target_count
    from panels
)

select
    c.subject_number,
    s.subject_kind,
    s.subject_id,
    c.stream_kind,
    c.period_kind,
    c.period_start_on,
    p.period_end_on,
    p.month_count,
    c.target_count,
    c.covered_target_count,
    c.complete_target_count,
    p.is_complete and c.complete_target_count = c.target_count as is_complete
from spine c
join intermediate.subjects s using (subject_number)
join intermediate.periods p using (period_kind, period_start_on)
