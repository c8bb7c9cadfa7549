-- title_zh: 软件包被依赖数
-- title_en: Dependents of packages
-- question_zh: 登记处说有多少软件包依赖我们的软件包？
-- question_en: How many packages depend on ours, by the registry's own count?
-- unit: count
-- direction: up
-- chaoss: none
-- caution_zh: 以登记处给出的数为准，目前只有 OHPM 给出；取周期末以前最近一次所见，各软件包相加，依赖两个软件包的计两次；自开始采集之日才有数值。
-- caution_en: As the registry counts, which only OHPM does today; the newest count by the period's end, added up over packages, so who depends on two counts twice; known only since it was first collected.

with

ends as (
    select p.period_kind, p.period_start_on, least(p.period_end_on, a.as_of_on) as seen_until_on
    from intermediate.periods p, staging.as_of a
),

counts as (
    select
        c.package_id,
        e.period_kind,
        e.period_start_on,
        e.seen_until_on,
        arg_max(c.dependent_count, c.counted_on) as dependent_count
    from staging.package_counts c
    join ends e on c.counted_on <= e.seen_until_on
    where c.dependent_count is not null
    group by c.package_id, e.period_kind, e.period_start_on, e.seen_until_on
),

dependents as (
    select
        t.subject_number,
        c.period_kind,
        c.period_start_on,
        sum(c.dependent_count) as dependent_count,
        count(*) as package_count
    from counts c
    join (
        select distinct subject_number, target_id, valid_from_on, valid_until_on
        from intermediate.subject_targets
        where target_kind = 'package'
    ) t
        on t.target_id = c.package_id
        and c.seen_until_on between t.valid_from_on and t.valid_until_on
    group by t.subject_number, c.period_kind, c.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    d.dependent_count as value,
    d.package_count as sample_count
from intermediate.subject_periods s
join dependents d using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'package_releases'
