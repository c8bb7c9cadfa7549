-- title_zh: 评审参与率
-- title_en: Review participation
-- question_zh: 合入的变更请求中，多少在合入前有他人评审或评论？
-- question_en: Of the merged change requests, what share was reviewed or discussed by somebody else before merging?
-- unit: ratio
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-change-request-reviews/
-- caution_zh: 按合入时间归期；作者自己、机器人和已注销账号的评审与评论不算，机器人提出的变更请求不计；只看已采集评审或评论的仓库；线下评审不可见，因此偏小；没有合入时无定义。
-- caution_en: By the merging; reviews and comments by the author, bots and deleted accounts do not count, nor do change requests by bots; only repositories of which reviews or comments are held; what was reviewed elsewhere is not seen, so it is too low; undefined without merges.

with

discussed_repositories as (
    select repository_id from staging.reviews
    union
    select repository_id from staging.comments where parent_kind = 'change_request'
),

discussed_copies as (
    select repository_id, number
    from intermediate.thread_siblings
    where thread_kind = 'change_request'
        and copy_repository_id in (select repository_id from discussed_repositories)
),

merged as (
    select
        e.subject_number,
        e.period_kind,
        e.period_start_on,
        coalesce(r.responded_at < c.merged_at, false) as is_discussed
    from intermediate.subject_thread_events e
    join staging.change_requests c using (repository_id, number)
    left join intermediate.first_responses r using (repository_id, thread_kind, number)
    where e.thread_kind = 'change_request' and e.event_kind = 'merged'
        and (
            e.repository_id in (select repository_id from discussed_repositories)
            or (e.repository_id, e.number) in (select (repository_id, number) from discussed_copies)
        )
),

shares as (
    select
        subject_number,
        period_kind,
        period_start_on,
        avg(is_discussed::integer) as share_ratio,
        count(*) as merged_count
    from merged
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    h.share_ratio as value,
    coalesce(h.merged_count, 0) as sample_count
from intermediate.subject_periods s
left join shares h using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
