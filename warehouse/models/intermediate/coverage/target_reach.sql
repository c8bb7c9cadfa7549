-- edition: internal
-- grain: one row per subject, kind of stream, target and stretch of time: from when to when it is part of it, and collected
-- A target begins with its first known activity; one of which nothing is known begins on the day it was collected,
-- and one that never was is missed in every period. One that its owner left is missed in no later one.

with

streams as (
    select distinct target_id, stream_kind from intermediate.stream_coverage
),

lasting as (
    select
        s.target_id,
        s.stream_kind,
        c.covered_until_on,
        coalesce(b.starts_on, c.covered_until_on, date '0001-01-01') as starts_on,
        coalesce(x.closed_on - 1, date '9999-12-31') as ends_on
    from streams s
    left join intermediate.target_coverage c using (target_id, stream_kind)
    left join intermediate.target_starts b using (target_id)
    left join intermediate.closed_streams x on x.target_id = s.target_id and x.kind = s.stream_kind
)

select
    t.subject_number,
    l.stream_kind,
    t.target_id,
    greatest(t.valid_from_on, l.starts_on) as from_on,
    least(t.valid_until_on, l.ends_on) as until_on,
    l.covered_until_on
from intermediate.subject_targets t
join lasting l using (target_id)
join intermediate.subjects s using (subject_number)
where s.subject_kind != 'panel' and least(t.valid_until_on, l.ends_on) >= greatest(t.valid_from_on, l.starts_on)
