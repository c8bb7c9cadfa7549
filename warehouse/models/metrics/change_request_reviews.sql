-- title_zh: 变更请求评审
-- title_en: Change request reviews
-- question_zh: 他人提交了多少次评审？
-- question_en: How many reviews did others submit?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-change-request-reviews/
-- caution_zh: 变更请求作者自己和机器人的不计，未提交的不计；只有能提供评审的平台才有数值，同一主体在其他平台上的仓库不在其中。
-- caution_en: Without those by the change request's author, by bots, and pending ones; only of forges that give reviews: a subject's repositories elsewhere are not in it.

with

reviewed_subjects as (
    select distinct t.subject_number
    from intermediate.subject_targets t
    join intermediate.repositories r on t.target_kind = 'repository' and t.target_id = r.repository_id
    where r.forge in (
        select forge
        from intermediate.repositories
        where repository_id in (select repository_id from staging.reviews)
    )
),

reviews as (
    select subject_number, period_kind, period_start_on, count(*) as review_count
    from intermediate.subject_thread_events
    where event_kind = 'reviewed' and not is_by_bot and contributor_id is distinct from author_contributor_id
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(r.review_count, 0) as value,
    coalesce(r.review_count, 0) as sample_count
from intermediate.subject_periods s
semi join reviewed_subjects using (subject_number)
left join reviews r using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
