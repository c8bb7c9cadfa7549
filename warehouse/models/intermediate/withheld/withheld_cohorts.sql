-- edition: internal
-- grain: one row per cohort, and span of it, that the public edition withholds (docs/decisions/0041)
-- A span is withheld where it concerns one to four people, with the join across forges or without, or leaves as few of
-- its cohort, and with its cohort; both counts go together. A family is a sum that somebody may know: an attribute's
-- words, and a word with its organisations. Each step takes the smallest of every family of which exactly one is
-- withheld, until there is none.

with recursive

families as (
    select subject_kind, subject_id, family
    from intermediate.suppression_families
    where subject_kind != 'organization' or family_kind = 'parts'
),

spans as (
    select
        subject_kind,
        subject_id,
        cohort_start_on,
        months_since,
        greatest(active_count, unjoined_active_count) as people_count,
        active_count between 1 and 4
            or unjoined_active_count between 1 and 4
            or cohort_count - active_count between 1 and 4
            or unjoined_cohort_count - unjoined_active_count between 1 and 4 as is_withheld
    from intermediate.cohort_people
),

steps as (
    select *, 0 as step from spans
    union all
    (
        with

        lonely as (
            select
                s.cohort_start_on,
                s.months_since,
                arg_min((s.subject_kind, s.subject_id), (s.people_count, s.subject_kind, s.subject_id))
                    filter (not s.is_withheld and s.people_count > 0) as subject
            from steps s
            join families f using (subject_kind, subject_id)
            group by s.cohort_start_on, s.months_since, f.family
            having count(*) filter (s.is_withheld) = 1
        ),

        next_steps as (
            select
                *,
                bool_or(is_withheld and months_since = 0) over (
                    partition by subject_kind, subject_id, cohort_start_on
                )
                    or (cohort_start_on, months_since, (subject_kind, subject_id)) in (
                        select (cohort_start_on, months_since, subject) from lonely where subject is not null
                    ) as is_found
            from steps
        )

        select * exclude (is_found) replace (is_withheld or is_found as is_withheld, step + 1 as step)
        from next_steps
        where (select bool_or(is_found and not is_withheld) from next_steps)
    )
)

select distinct subject_kind, subject_id, cohort_start_on, months_since
from steps
where is_withheld
