-- title_zh: 贡献者
-- title_en: Contributors
-- question_zh: 有多少人的提交进入默认分支？
-- question_en: How many people have commits on the default branch?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-contributors/
-- people: yes
-- caution_zh: 非合并提交的不同作者，不含机器人；人数不可相加，各期、各主体分别去重；一人用多个邮箱又无映射时会重复计。
-- caution_en: Distinct authors of commits that are no merges, without bots; people do not add up: every period and subject counts them anew; one person with several unmapped mailboxes counts several times.

with

people as (
    select
        subject_number,
        period_kind,
        period_start_on,
        sum(contributor_count) as contributor_count,
        sum(contributor_count * commit_count) as commit_count
    from intermediate.subject_commit_counts
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    coalesce(p.contributor_count, 0) as value,
    coalesce(p.commit_count, 0) as sample_count
from intermediate.subject_periods s
left join people p using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
