-- title_zh: 直接依赖数
-- title_en: Direct dependencies
-- question_zh: 直接依赖多少个软件包？
-- question_en: On how many packages does it depend directly?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-upstream-code-dependencies/
-- caution_zh: 以周期末默认分支上已知格式的清单为准，只计运行时依赖，同一软件包只计一次；未写入清单的依赖看不到。
-- caution_en: By manifests of known formats on the default branch at the period's end; run-time dependencies only, each package once; what no manifest names is not seen.

with

heads as (
    select subject_number, period_kind, period_start_on, count(*) as repository_count
    from intermediate.subject_heads
    group by subject_number, period_kind, period_start_on
),

dependencies as (
    select subject_number, period_kind, period_start_on, count(*) as dependency_count
    from intermediate.subject_dependencies
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(d.dependency_count, 0) as value,
    h.repository_count as sample_count
from intermediate.subject_periods s
join heads h using (subject_number, period_kind, period_start_on)
left join dependencies d using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
