-- title_zh: 变更请求评论读取比例
-- title_en: Share of change requests with comments read
-- question_zh: 提出的变更请求中，多大比例的评论已经读取？
-- question_en: Of how many change requests have the comments been read?
-- unit: ratio
-- direction: none
-- chaoss: none
-- caution_zh: 凡依赖评论的指标（首次响应时间、评审周期）都要与它同看：配额不足的平台只能抽样读取。已有评论或评审、或列表称没有评论的算已读取；不含机器人提出的。
-- caution_en: To be read beside every measure that rests on comments (time to first response, review cycle): where a quota is short they are sampled. Read is what has a comment or review, or of which the list says that there is none; without those opened by bots.

with

opened as (
    select subject_number, period_kind, period_start_on, repository_id, number
    from intermediate.subject_thread_events
    where thread_kind = 'change_request' and event_kind = 'opened'
),

held as (
    select repository_id, parent_number as number from staging.comments where parent_kind = 'change_request'
    union all
    select repository_id, change_request_number from staging.reviews
    union all
    select repository_id, number from staging.change_requests where comment_count = 0
),

were_read as (
    select distinct
        coalesce(s.copy_repository_id, h.repository_id) as repository_id,
        coalesce(s.copy_number, h.number) as number
    from held h
    left join intermediate.thread_siblings s
        on s.thread_kind = 'change_request' and s.repository_id = h.repository_id and s.number = h.number
),

shares as (
    select
        o.subject_number,
        o.period_kind,
        o.period_start_on,
        count(*) as change_request_count,
        count(r.number) as read_count
    from opened o
    left join were_read r using (repository_id, number)
    group by o.subject_number, o.period_kind, o.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    h.read_count / h.change_request_count as value,
    coalesce(h.change_request_count, 0) as sample_count
from intermediate.subject_periods s
left join shares h using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
