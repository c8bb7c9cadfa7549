-- edition: internal
-- grain: one row per subject, month and repository with commits that are neither merges nor a bot's
-- An original and its mirrors are one repository.

with

span_months as (
    select distinct span_number, repository_id, month_on
    from intermediate.contributions
    where contribution_kind = 'commit' and not is_bot and not is_merge
)

select distinct s.subject_number, m.month_on, r.canonical_repository_id
from span_months m
join intermediate.repositories r using (repository_id)
join intermediate.span_subjects s using (span_number)
