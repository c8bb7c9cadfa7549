-- grain: one row per stream and month since its target began: what is held of the month, and why not more
-- A target of which nothing is known is shown for the last two years, a place that its owner left until that month.

with

streams as (
    select
        c.*,
        x.closed_on,
        a.as_of_on,
        date_trunc('month', coalesce(b.starts_on, c.covered_until_on, a.as_of_on - interval 23 month))::date
            as first_month_on
    from intermediate.stream_coverage c
    cross join staging.as_of a
    left join intermediate.target_starts b using (target_id)
    left join intermediate.closed_streams x using (source, target_id, kind)
),

months as (
    select s.*, p.period_start_on as month_on, p.period_end_on as month_end_on
    from streams s
    join intermediate.periods p on p.period_kind = 'month' and p.period_start_on >= s.first_month_on
    where s.closed_on is null or p.period_start_on < s.closed_on
)

select
    source,
    target_id,
    kind,
    month_on,
    case
        when covered_until_on > month_end_on then 'complete'
        when last_outcome = 'quarantined' then 'quarantined'
        when covered_until_on >= month_on then 'partial'
        when last_outcome = 'gone' then 'impossible'
        when covered_until_on is null and has_collected then 'partial'
        else 'not_collected'
    end as state,
    case
        when covered_until_on > month_end_on then null
        when last_outcome is null then 'not_tried'
        when last_outcome not in ('ok', 'not_modified') then last_outcome
        when covered_until_on is null then 'first_collection_goes_on'
        when month_end_on >= as_of_on then 'month_is_running'
        else 'not_collected_since'
    end as reason,
    case
        when covered_until_on > month_end_on then null
        else coalesce(failing_since_on, covered_until_on)
    end as since
from months
