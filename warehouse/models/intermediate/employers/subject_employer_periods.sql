-- edition: internal
-- grain: one row per subject, period and employer that is known at the subject's confidence: commits, merges and bots apart

with

place_months as (
    select place_number, month_on, employer_id, confidence, sum(commit_count) as commit_count
    from intermediate.place_employee_months
    group by place_number, month_on, employer_id, confidence
),

subject_months as (
    select p.subject_number, m.month_on, m.employer_id, sum(m.commit_count) as commit_count
    from place_months m
    join intermediate.place_subjects p using (place_number)
    join intermediate.subjects s using (subject_number)
    join intermediate.confidences l on l.confidence = s.confidence and l.claim_confidence = m.confidence
    where m.month_on between s.counts_from_on and s.counts_until_on
    group by p.subject_number, m.month_on, m.employer_id
)

select m.subject_number, p.period_kind, p.period_start_on, m.employer_id, sum(m.commit_count) as commit_count
from subject_months m
join intermediate.period_months p using (month_on)
group by m.subject_number, p.period_kind, p.period_start_on, m.employer_id
