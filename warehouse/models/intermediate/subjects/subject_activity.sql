-- grain: one row per subject and period of which git history was collected: sums of commits and releases, 0 filled in

with

sums as (
    select
        m.subject_number,
        p.period_kind,
        p.period_start_on,
        sum(m.commit_count) as commit_count,
        sum(m.counted_commit_count) as counted_commit_count,
        sum(m.line_count) as line_count,
        sum(m.signed_off_commit_count) as signed_off_commit_count,
        sum(m.bot_commit_count) as bot_commit_count,
        sum(m.release_count) as release_count
    from intermediate.subject_months m
    join intermediate.period_months p using (month_on)
    group by m.subject_number, p.period_kind, p.period_start_on
),

identified as (
    select subject_number, period_kind, period_start_on, sum(commit_count) as identified_commit_count
    from intermediate.subject_employer_periods
    group by subject_number, period_kind, period_start_on
)

select
    s.*,
    coalesce(a.commit_count, 0) as commit_count,
    coalesce(a.counted_commit_count, 0) as counted_commit_count,
    coalesce(a.line_count, 0) as line_count,
    coalesce(a.signed_off_commit_count, 0) as signed_off_commit_count,
    coalesce(i.identified_commit_count, 0) as identified_commit_count,
    coalesce(a.bot_commit_count, 0) as bot_commit_count,
    coalesce(a.release_count, 0) as release_count
from intermediate.subject_periods s
left join sums a using (subject_number, period_kind, period_start_on)
left join identified i using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
