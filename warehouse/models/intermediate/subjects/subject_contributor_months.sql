-- edition: internal
-- grain: one row per subject, contributor and month: commits that are neither merges nor a bot's

select
    s.subject_number,
    if(s.is_joined, m.contributor_number, m.forge_contributor_number) as contributor_number,
    m.month_on,
    sum(m.commit_count)::integer as commit_count
from intermediate.place_contributor_months m
join intermediate.place_subjects p using (place_number)
join intermediate.subjects s using (subject_number)
where m.month_on between s.counts_from_on and s.counts_until_on
group by
    s.subject_number,
    if(s.is_joined, m.contributor_number, m.forge_contributor_number),
    m.month_on
