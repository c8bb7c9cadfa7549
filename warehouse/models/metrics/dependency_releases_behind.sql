-- title_zh: 依赖落后版本数
-- title_en: Releases behind
-- question_zh: 直接依赖所用版本之后又有多少个稳定版？
-- question_en: How many stable releases came after the versions used of direct dependencies?
-- unit: count
-- direction: down
-- chaoss: none
-- caution_zh: 运行时直接依赖的中位数；只含版本由锁文件或声明本身固定、已采集其版本的依赖，样本数即此类依赖数；只写范围的不知实际用哪个版本，不计入；无需日期，但发布频繁的软件包数值偏大。
-- caution_en: The median over direct run-time dependencies of which a lock file or the requirement fixes the version, whose releases are collected; these are the cases. A range does not say which version is used and is left out. No dates are needed, but packages that release often weigh more.

with

lags as (
    select distinct * exclude (lag_days)
    from intermediate.subject_dependency_lags
),

heads as (
    select distinct subject_number, period_kind, period_start_on
    from intermediate.subject_heads
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    median(l.newer_release_count)::double as value,
    count(l.newer_release_count) as sample_count
from intermediate.subject_periods s
join heads h using (subject_number, period_kind, period_start_on)
left join lags l using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
group by s.subject_kind, s.subject_id, s.period_kind, s.period_start_on
