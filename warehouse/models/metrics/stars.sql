-- title_zh: 新增星标
-- title_en: Stars gained
-- question_zh: 得到了多少星标？
-- question_en: How many stars were gained?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-project-popularity/
-- caution_zh: 按平台公布的每日历史，后来取消的不在其中；反映知名度，不反映使用；同一人给几个仓库加星会重复计；只提供总数的平台没有数值。
-- caution_en: By the forge's history by day, without those taken back since; fame, not use; one person who stars several repositories counts several times; forges that give totals only have no value.

with

located as (
    select d.*, n.span_number
    from staging.star_days d
    join intermediate.spans n
        on n.repository_id = d.repository_id and d.starred_on >= n.from_on and d.starred_on < n.until_on
),

stars as (
    select s.subject_number, p.period_kind, p.period_start_on, sum(l.star_count) as star_count
    from located l
    join intermediate.span_subjects s using (span_number)
    join intermediate.period_months p on p.month_on = date_trunc('month', l.starred_on)
    group by s.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(c.star_count, 0) as value,
    coalesce(c.star_count, 0) as sample_count
from intermediate.subject_periods s
left join stars c using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'stars'
