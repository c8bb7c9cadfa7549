-- grain: one row per figure of intermediate.employed_people that is withheld from the public, with the join across forges
-- and without; the rule is docs/decisions/0041
-- A family is a sum that somebody may know: the words of an attribute and the city, and a whole with its organisations.
-- Each step withholds one more figure wherever a family has exactly one withheld, until none has: of the wholes (only
-- else of the organisations, which marts.organization_work tells of too) the one that mends the most families, then the
-- smallest. Newcomers go with the contributors.

with recursive

families as (
    select distinct subject_kind, subject_id, subject_kind as family
    from intermediate.employer_subjects
    where subject_kind not in ('organization', 'city')
    union all
    select distinct 'city', 'guangzhou', subject_kind
    from intermediate.employer_subjects
    where subject_kind not in ('organization', 'city')
    union all
    select distinct subject_kind, subject_id, subject_kind || ' ' || subject_id
    from intermediate.employer_subjects
    where subject_kind != 'organization'
    union all
    select 'organization', employer_id, subject_kind || ' ' || subject_id
    from intermediate.employer_subjects
    where subject_kind != 'organization'
),

steps as (
    select subject_kind, subject_id, confidence, year, figure, people_count, is_small as is_suppressed, 0 as step
    from intermediate.employed_people
    union all
    (
        with

        lonely as (
            select s.confidence, s.year, s.figure, f.family
            from steps s
            join families f using (subject_kind, subject_id)
            group by s.confidence, s.year, s.figure, f.family
            having count(*) filter (s.is_suppressed) = 1
        ),

        candidates as (
            select
                s.confidence,
                s.year,
                s.figure,
                s.subject_kind,
                s.subject_id,
                s.people_count,
                count(*) as family_count
            from steps s
            join families f using (subject_kind, subject_id)
            join lonely l using (confidence, year, figure, family)
            where not s.is_suppressed and s.people_count > 0
            group by all
        ),

        chosen as (
            select
                confidence,
                year,
                figure,
                arg_min(
                    (subject_kind, subject_id),
                    (subject_kind = 'organization', -family_count, people_count, subject_kind, subject_id)
                ) as subject
            from candidates
            group by confidence, year, figure
        ),

        taken as (
            select distinct
                confidence,
                year,
                unnest(if(figure = 'contributors', ['contributors', 'newcomers'], [figure])) as figure,
                subject,
                true as is_taken
            from chosen
        )

        select s.* replace (s.is_suppressed or coalesce(t.is_taken, false) as is_suppressed, s.step + 1 as step)
        from steps s
        left join taken t
            on t.confidence = s.confidence and t.year = s.year and t.figure = s.figure
            and t.subject = (s.subject_kind, s.subject_id)
        where (s.confidence, s.year, s.figure) in (select (confidence, year, figure) from taken)
    )
)

select distinct subject_kind, subject_id, confidence, year, figure
from steps
where is_suppressed
