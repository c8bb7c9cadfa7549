-- title_zh: 评审时长
-- title_en: Review cycle duration
-- question_zh: 从首次评审到合入用了多久？
-- question_en: How long from the first review to merging?
-- unit: hours
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-review-cycle-duration-within-a-change-request/
-- caution_zh: 中位数，只看有他人评审且合入的，按合入时间归期；多轮评审合为一轮；没有采集评审的平台无定义。
-- caution_en: Median of those merged after somebody else's review, by the merging; several rounds are taken as one; undefined where a forge's reviews are not collected.

with

events as (
    select subject_number, period_kind, period_start_on, median_review_hours, review_hours_count
    from intermediate.subject_thread_counts
    where thread_kind = 'change_request' and event_kind = 'merged'
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    e.median_review_hours as value,
    coalesce(e.review_hours_count, 0) as sample_count
from intermediate.subject_periods s
left join events e using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
