-- title_zh: 依赖滞后
-- title_en: Dependency lag
-- question_zh: 直接依赖所用版本落后最新版本多少天？
-- question_en: By how many days do the versions used of direct dependencies trail the newest release?
-- unit: days
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-libyears/
-- caution_zh: 运行时直接依赖的中位数；只含版本由锁文件或声明本身固定、已采集其版本且登记处给出日期的依赖，样本数即此类依赖数；只写范围的不知实际用哪个版本，不计入。
-- caution_en: The median over direct run-time dependencies of which a lock file or the requirement fixes the version, whose releases are collected and dated; these are the cases. A range does not say which version is used and is left out.

with

lags as (
    select distinct * exclude (newer_release_count)
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
    median(l.lag_days)::double as value,
    count(l.lag_days) as sample_count
from intermediate.subject_periods s
join heads h using (subject_number, period_kind, period_start_on)
left join lags l using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
group by s.subject_kind, s.subject_id, s.period_kind, s.period_start_on
