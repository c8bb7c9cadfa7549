-- title_zh: 发布附件累计下载
-- title_en: Release downloads to date
-- question_zh: 发布的附件到期末共被下载多少次？
-- question_en: How often had release assets been downloaded by the period's end?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-number-of-downloads/
-- caution_zh: 平台给的是累计数，自首次采集之日起才有数值；删除附件会使其减少；持续集成的下载也在其中；软件包仓库的下载不在此列。
-- caution_en: The forge gives running totals, known since they were first collected; deleting an asset lowers them; downloads by CI are in them, those of package registries are not.

with

ends as (
    select p.period_kind, p.period_start_on, least(p.period_end_on, a.as_of_on) as seen_until_on
    from intermediate.periods p, staging.as_of a
),

assets as (
    select
        c.repository_id,
        e.period_kind,
        e.period_start_on,
        e.seen_until_on,
        c.asset_id,
        arg_max(c.download_count, c.counted_on) as download_count
    from staging.release_asset_counts c
    join ends e on c.counted_on <= e.seen_until_on
    group by c.repository_id, e.period_kind, e.period_start_on, e.seen_until_on, c.asset_id
),

downloads as (
    select
        s.subject_number,
        a.period_kind,
        a.period_start_on,
        sum(a.download_count) as download_count,
        count(*) as asset_count
    from assets a
    join intermediate.spans n
        on n.repository_id = a.repository_id and a.seen_until_on >= n.from_on and a.seen_until_on < n.until_on
    join intermediate.span_subjects s using (span_number)
    group by s.subject_number, a.period_kind, a.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    d.download_count as value,
    coalesce(d.asset_count, 0) as sample_count
from intermediate.subject_periods s
join downloads d using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'releases'
