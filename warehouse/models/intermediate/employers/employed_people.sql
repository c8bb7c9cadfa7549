-- grain: one row per subject of employed work, confidence, year and figure of people: contributors (who committed),
-- newcomers (those of them who first did so as the subject's people), participants (who committed, opened an issue or
-- change request or gave a review)
-- unjoined_people_count tells them apart by forge. is_small: one to four people, or as few left over of the contributors
-- (newcomers) or besides them (participants), with or without the join; or commits by nobody but who opted out. The
-- newcomers are small where the contributors are.

with

work as (
    select
        s.subject_kind,
        s.subject_id,
        e.confidence,
        e.year,
        e.contributor_number,
        e.forge_contributor_number,
        sum(e.commit_count) > 0 as has_commits
    from intermediate.employee_years e
    join intermediate.employer_subjects s using (employer_id)
    group by all
),

seen as (
    select
        *,
        has_commits and year = min(year) filter (has_commits) over (
            partition by subject_kind, subject_id, confidence, contributor_number
        ) as is_newcomer,
        has_commits and year = min(year) filter (has_commits) over (
            partition by subject_kind, subject_id, confidence, forge_contributor_number
        ) as is_unjoined_newcomer
    from work
),

counted as (
    select
        subject_kind,
        subject_id,
        confidence,
        year,
        bool_or(has_commits) as has_commits,
        count(distinct contributor_number) filter (has_commits) as contributors,
        count(distinct forge_contributor_number) filter (has_commits) as unjoined_contributors,
        count(distinct contributor_number) filter (is_newcomer) as newcomers,
        count(distinct forge_contributor_number) filter (is_unjoined_newcomer) as unjoined_newcomers,
        count(distinct contributor_number) as participants,
        count(distinct forge_contributor_number) as unjoined_participants
    from seen
    group by subject_kind, subject_id, confidence, year
),

figures as (
    select
        subject_kind,
        subject_id,
        confidence,
        year,
        contributors between 1 and 4 or (contributors = 0 and has_commits) as is_without_contributors,
        unnest(['contributors', 'newcomers', 'participants']) as figure,
        unnest([contributors, newcomers, participants]) as people_count,
        unnest([unjoined_contributors, unjoined_newcomers, unjoined_participants]) as unjoined_people_count,
        unnest([0, contributors - newcomers, participants - contributors]) as other_people_count,
        unnest([
            0, unjoined_contributors - unjoined_newcomers, unjoined_participants - unjoined_contributors
        ]) as unjoined_other_people_count
    from counted
)

select
    subject_kind,
    subject_id,
    confidence,
    year,
    figure,
    people_count,
    unjoined_people_count,
    people_count between 1 and 4
        or unjoined_people_count between 1 and 4
        or other_people_count between 1 and 4
        or unjoined_other_people_count between 1 and 4
        or (figure != 'participants' and is_without_contributors) as is_small
from figures
