-- title_zh: 技术派生
-- title_en: Technical forks
-- question_zh: 平台上新增了多少个派生仓库？
-- question_en: How many forks were made on the forge?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-technical-fork/
-- caution_zh: 按派生的时间归期；其后删除的不在其中；多数派生只为提交一次变更请求，并非长期分支。
-- caution_en: By the day of forking, without those deleted since; most forks serve one change request and are no lasting branch.

with

located as (
    select d.*, n.span_number
    from staging.forks d
    join intermediate.spans n
        on n.repository_id = d.repository_id and d.forked_on >= n.from_on and d.forked_on < n.until_on
),

forks as (
    select s.subject_number, p.period_kind, p.period_start_on, count(*) as fork_count
    from located l
    join intermediate.span_subjects s using (span_number)
    join intermediate.period_months p on p.month_on = date_trunc('month', l.forked_on)
    group by s.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(c.fork_count, 0) as value,
    coalesce(c.fork_count, 0) as sample_count
from intermediate.subject_periods s
left join forks c using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'forks'
