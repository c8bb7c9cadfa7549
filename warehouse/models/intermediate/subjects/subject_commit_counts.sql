-- edition: internal
-- grain: one row per subject, period and number of commits: how many contributors made exactly that many
-- What can be said of how work is spread over people is computed from here, not from the people again.

with

months as (
    select * from intermediate.subject_contributor_months
),

per_person as (
    select m.subject_number, p.period_kind, p.period_start_on, m.contributor_number, sum(m.commit_count) as commit_count
    from months m
    join intermediate.period_months p using (month_on)
    where p.period_kind != 'month'
    group by m.subject_number, p.period_kind, p.period_start_on, m.contributor_number
)

select subject_number, period_kind, period_start_on, commit_count, count(*) as contributor_count
from per_person
group by subject_number, period_kind, period_start_on, commit_count
union all
select subject_number, 'month', month_on, commit_count, count(*)
from months
group by subject_number, month_on, commit_count
