-- edition: internal
-- grain: one row per subject, month and repository with commits that are neither merges nor a bot's
-- An original and its mirrors are one repository: repository_number stands for them.

with

span_months as (
    select distinct span_number, repository_id, month_on
    from intermediate.contributions
    where contribution_kind = 'commit' and not is_bot and not is_merge
),

numbered as (
    select repository_id, dense_rank() over (order by canonical_repository_id)::integer as repository_number
    from intermediate.repositories
)

select distinct s.subject_number, m.month_on, r.repository_number
from span_months m
join numbered r using (repository_id)
join intermediate.span_subjects s using (span_number)
join intermediate.subjects u using (subject_number)
where m.month_on between u.counts_from_on and u.counts_until_on
