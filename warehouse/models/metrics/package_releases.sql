-- title_zh: 软件包发布
-- title_en: Package releases
-- question_zh: 在软件包仓库发布了多少个版本？
-- question_en: How many versions were published in package registries?
-- unit: count
-- direction: up
-- chaoss: none
-- caution_zh: 只计机构自己的软件包（official、likely）；含预发布版和后来撤回的版本；单个软件包总是可查。
-- caution_en: Only packages that are an organisation's own (official, likely); pre-releases and versions yanked later included; a single package can always be looked up.

with

releases as (
    select t.subject_number, p.period_kind, p.period_start_on, count(distinct (r.package_id, r.package_version)) as release_count
    from staging.package_releases r
    join intermediate.subject_targets t
        on t.target_kind = 'package'
        and t.target_id = r.package_id
        and r.published_on between t.valid_from_on and t.valid_until_on
    join intermediate.period_months p on p.month_on = date_trunc('month', r.published_on)
    group by t.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(r.release_count, 0) as value,
    coalesce(r.release_count, 0) as sample_count
from intermediate.subject_periods s
left join releases r using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'package_releases'
