-- title_zh: 活跃仓库
-- title_en: Active repositories
-- question_zh: 有多少仓库在本期有提交？
-- question_en: How many repositories have commits in the period?
-- unit: count
-- direction: up
-- chaoss: none
-- caution_zh: 至少有一个非机器人、非合并的提交；镜像与其原仓库算一个；派生仓库只在自身计。
-- caution_en: At least one commit that is neither a merge nor a bot's; a mirror and its original are one; forks count for themselves only.

with

active as (
    select m.subject_number, p.period_kind, p.period_start_on, count(distinct m.repository_number) as repository_count
    from intermediate.subject_repository_months m
    join intermediate.period_months p using (month_on)
    group by m.subject_number, p.period_kind, p.period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(a.repository_count, 0) as value,
    s.covered_target_count as sample_count
from intermediate.subject_periods s
left join active a using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
