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
    select distinct
        t.subject_number,
        h.period_kind,
        h.period_start_on,
        l.ecosystem,
        l.name,
        l.requirement,
        l.locked_version,
        l.lag_days
    from intermediate.head_periods h
    join staging.dependency_versions v
        on v.repository_id = h.repository_id
        and v.kind = 'runtime'
        and v.seen_from_on <= h.seen_until_on
        and h.seen_until_on < v.seen_until_on
    join intermediate.dependency_lags l
        on l.ecosystem = v.ecosystem
        and l.name = v.name
        and l.requirement is not distinct from v.requirement
        and l.locked_version is not distinct from v.locked_version
        and not l.is_at_least
        and l.known_on = h.seen_until_on
    join intermediate.subject_targets t
        on t.target_kind = 'repository'
        and t.target_id = h.repository_id
        and h.seen_until_on between t.valid_from_on and t.valid_until_on
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
