-- severity: mark
-- title_zh: 采集时钟有误的落地批次：按落地次序另定观察时刻
-- title_en: Batches whose collector's clock was wrong: they count from when they fit between their neighbours
-- the stream of a target that is named nowhere is only counted

select
    'stream' as subject_kind,
    case when h.target_id is null then f.stream else split_part(f.stream, '/', 1) end as subject_id,
    count(*) as batch_count,
    sum(f.line_count - 1) as row_count,
    min(f.header_at) as header_from,
    max(f.header_at) as header_until,
    max(f.observed_at) as counted_from
from landing.files f
left join intermediate.hidden_targets h on contains(f.stream, '/' || h.target_id || '/')
where abs(epoch(f.header_at) - epoch(f.observed_at)) > 3600
group by all
