-- grain: one row per subject, kind of stream and period of which something was collected
-- target_count says how many repositories or packages the subject had in the period, covered_target_count how many
-- of them were collected for a part of it at least, complete_target_count for all of it.
-- The counts are running sums of what begins and ends: a target begins to count in the period of its first day,
-- and counts no more in the period after its last one. One that leaves and comes back counts once in a period that
-- holds both, and in none that lies between.

with

kinds as (
    select *
    from (values ('month', 1), ('quarter', 3), ('year', 12)) as k(period_kind, step)
),

reach as (
    select
        r.*,
        k.period_kind,
        k.step,
        date_trunc(k.period_kind, r.from_on) > max(date_trunc(k.period_kind, r.until_on)) over earlier as is_after_break
    from intermediate.target_reach r, kinds k
    window earlier as (
        partition by r.subject_number, r.stream_kind, r.target_id, k.period_kind
        order by r.from_on
        rows between unbounded preceding and 1 preceding
    )
),

numbered as (
    select
        *,
        count(*) filter (is_after_break) over (
            partition by subject_number, stream_kind, target_id, period_kind
            order by from_on
            rows between unbounded preceding and current row
        ) as stretch_number
    from reach
),

stays as (
    select
        subject_number,
        stream_kind,
        period_kind,
        step,
        min(from_on) as from_on,
        max(until_on) as until_on,
        any_value(covered_until_on) as covered_until_on
    from numbered
    group by subject_number, stream_kind, target_id, period_kind, step, stretch_number
),

spans as (
    select
        subject_number,
        stream_kind,
        period_kind,
        coalesce(covered_until_on >= from_on, false) as is_held,
        date_trunc(period_kind, from_on)::date as begins_on,
        case when until_on < date '9999-12-31' then (date_trunc(period_kind, until_on) + to_months(step))::date end
            as ends_on,
        case when is_held then (date_trunc(period_kind, least(until_on, covered_until_on)) + to_months(step))::date end
            as held_until_on,
        case when is_held then date_trunc(period_kind, covered_until_on)::date end as whole_until_on
    from stays
),

turns as (
    select subject_number, stream_kind, period_kind, begins_on as turns_on, 1 as targets, 0 as covered, 0 as complete
    from spans
    union all
    select subject_number, stream_kind, period_kind, ends_on, -1, 0, 0
    from spans
    where ends_on is not null
    union all
    select subject_number, stream_kind, period_kind, begins_on, 0, 1, case when whole_until_on > begins_on then 1 else 0 end
    from spans
    where is_held
    union all
    select subject_number, stream_kind, period_kind, held_until_on, 0, -1, 0
    from spans
    where is_held
    union all
    select subject_number, stream_kind, period_kind, least(whole_until_on, ends_on), 0, 0, -1
    from spans
    where is_held and whole_until_on > begins_on
),

streams as (
    select
        subject_number,
        stream_kind,
        period_kind,
        greatest(min(turns_on) filter (covered > 0), f.first_on) as first_on,
        max(turns_on) filter (covered < 0) as after_on
    from turns
    join (select period_kind, min(period_start_on) as first_on from intermediate.periods group by period_kind) f
        using (period_kind)
    group by subject_number, stream_kind, period_kind, f.first_on
    having bool_or(covered > 0)
),

periods as (
    select s.subject_number, s.stream_kind, s.period_kind, p.period_start_on
    from streams s
    join intermediate.periods p
        on p.period_kind = s.period_kind and p.period_start_on >= s.first_on and p.period_start_on < s.after_on
),

changes as (
    select
        t.subject_number,
        t.stream_kind,
        t.period_kind,
        greatest(t.turns_on, s.first_on) as period_start_on,
        sum(t.targets) as targets,
        sum(t.covered) as covered,
        sum(t.complete) as complete
    from turns t
    join streams s using (subject_number, stream_kind, period_kind)
    group by all
),

counted as (
    select
        p.subject_number,
        p.stream_kind,
        p.period_kind,
        p.period_start_on,
        sum(c.targets) over running as target_count,
        sum(c.covered) over running as covered_target_count,
        sum(c.complete) over running as complete_target_count
    from periods p
    left join changes c using (subject_number, stream_kind, period_kind, period_start_on)
    window running as (partition by p.subject_number, p.stream_kind, p.period_kind order by p.period_start_on)
),

panels as (
    select s.subject_number, p.stream_kind, p.period_kind, p.panel_target_count,
        unnest([p.period_start_on, p.compared_start_on]) as period_start_on
    from intermediate.panels p
    join intermediate.subjects s on s.subject_kind = 'panel' and s.subject_id = p.panel_id
),

spine as (
    select * from counted where covered_target_count > 0
    union all
    select
        subject_number, stream_kind, period_kind, period_start_on,
        panel_target_count, panel_target_count, panel_target_count
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
    c.target_count::integer as target_count,
    coalesce(c.covered_target_count, 0)::integer as covered_target_count,
    coalesce(c.complete_target_count, 0)::integer as complete_target_count,
    p.is_complete and c.complete_target_count = c.target_count as is_complete
from spine c
join intermediate.subjects s using (subject_number)
join intermediate.periods p using (period_kind, period_start_on)
