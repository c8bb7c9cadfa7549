-- grain: one row per subject, target (repository or package) and unbroken stretch of time in which it is part of it
-- Subjects wider than a repository exist at three confidences and take original work only. A claim that is renewed
-- the next day, or another organisation's that follows, is no break: claims that abut or overlap are one stretch.

with

original_work as (
    select * from intermediate.repositories where is_original_work
),

lasting as (
    select 'repository' as subject_kind, repository_id as base_subject_id, 'repository' as target_kind,
        repository_id as target_id
    from intermediate.repositories
    union all
    select 'project', project_id, 'repository', repository_id from original_work
    union all
    select 'package', package_id, 'package', package_id from staging.registered_packages
    union all
    select 'repository', repository_id, 'package', package_id
    from staging.registered_packages
    where repository_id is not null and relation in ('official', 'likely')
),

claimed as (
    select s.subject_kind, s.base_subject_id, 'repository' as target_kind, c.repository_id as target_id,
        c.confidence, c.valid_from_on, c.valid_until_on
    from intermediate.repository_claims c
    join original_work r using (repository_id)
    join intermediate.claimed_subjects s using (organization_id)
    union all
    select s.subject_kind, s.base_subject_id, 'package', c.package_id, c.confidence, c.valid_from_on, c.valid_until_on
    from intermediate.package_claims c
    join intermediate.claimed_subjects s using (organization_id)
    union all
    select 'scope', scope_id, 'repository', repository_id, confidence, valid_from_on, valid_until_on
    from intermediate.scope_claims
    union all
    select 'scope', s.scope_id, 'package', p.package_id, s.confidence, s.valid_from_on, s.valid_until_on
    from intermediate.scope_claims s
    join staging.registered_packages p using (repository_id)
    where p.relation in ('official', 'likely')
),

graded as (
    select
        m.* exclude (confidence),
        m.base_subject_id || c.suffix as subject_id,
        c.confidence,
        m.valid_from_on > max(m.valid_until_on) over earlier + 1 as is_after_break
    from claimed m
    join intermediate.confidences c on c.claim_confidence = m.confidence
    window earlier as (
        partition by m.subject_kind, m.base_subject_id, c.confidence, m.target_kind, m.target_id
        order by m.valid_from_on, m.valid_until_on
        rows between unbounded preceding and 1 preceding
    )
),

numbered as (
    select
        *,
        count(*) filter (is_after_break) over (
            partition by subject_kind, subject_id, target_kind, target_id
            order by valid_from_on, valid_until_on
            rows between unbounded preceding and current row
        ) as stretch_number
    from graded
)

select
    subject_kind,
    base_subject_id as subject_id,
    base_subject_id,
    'all' as confidence,
    target_kind,
    target_id,
    date '0001-01-01' as valid_from_on,
    date '9999-12-31' as valid_until_on
from lasting
union all
select
    subject_kind,
    subject_id,
    any_value(base_subject_id),
    any_value(confidence),
    target_kind,
    target_id,
    min(valid_from_on),
    max(valid_until_on)
from numbered
group by subject_kind, subject_id, target_kind, target_id, stretch_number
