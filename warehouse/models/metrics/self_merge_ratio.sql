-- title_zh: 自行合入比例
-- title_en: Self-merge share
-- question_zh: 有多少合入是作者自己完成的？
-- question_en: What share of merges did the author do?
-- unit: ratio
-- direction: down
-- chaoss: none
-- caution_zh: 同一人换账号合入也算自行合入；只看作者和合入者都已知的；由机器人代为合入的（如评审通过后自动合入）不算自行合入；没有这样的合入时无定义。
-- caution_en: Merging under another account of one's own is a self-merge too. Of merges whose author and merger are both known; what a bot merged, such as after approval, is no self-merge; undefined without any.

with

merges as (
    select
        subject_number,
        period_kind,
        period_start_on,
        avg((contributor_id = author_contributor_id)::integer) as self_merge_ratio,
        count(*) as merge_count
    from intermediate.subject_thread_events
    where event_kind = 'merged' and account_id is not null and author_account_id is not null
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    m.self_merge_ratio as value,
    coalesce(m.merge_count, 0) as sample_count
from intermediate.subject_periods s
left join merges m using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'change_requests'
