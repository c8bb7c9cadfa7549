-- title_zh: 偶尔贡献者
-- title_en: Occasional contributors
-- question_zh: 有多少贡献者在本期只有一至四次提交？
-- question_en: How many contributors have one to four commits in the period?
-- unit: count
-- direction: none
-- chaoss: https://chaoss.community/kb/metric-occasional-contributors/
-- people: part
-- caution_zh: 界限固定为五次提交，因此周期越长，同一批人中的偶尔贡献者越少；不同周期类型之间不可比较。
-- caution_en: The limit is five commits whatever the period, so of the same people fewer are occasional in a longer one; do not compare kinds of period.

with

people as (
    select
        subject_number,
        period_kind,
        period_start_on,
        coalesce(sum(contributor_count) filter (commit_count < 5), 0) as occasional_count,
        sum(contributor_count) as contributor_count
    from intermediate.subject_commit_counts
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(p.occasional_count, 0) as value,
    coalesce(p.contributor_count, 0) as sample_count
from intermediate.subject_periods s
left join people p using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
