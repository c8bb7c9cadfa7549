-- title_zh: 贡献者缺席系数
-- title_en: Contributor absence factor
-- question_zh: 最少几个人完成了一半的提交？
-- question_en: How few people made half of the commits?
-- unit: count
-- direction: up
-- chaoss: https://chaoss.community/kb/metric-contributor-absence-factor/
-- people: about
-- caution_zh: 数值越小，越依赖少数人；只看提交数，不看难易；没有提交时无定义；一人用多个邮箱又无映射时会偏大。
-- caution_en: The lower, the more rests on a few; commits are counted, not weighed; undefined without commits; too high where one person has several unmapped mailboxes.

with

ranked as (
    select
        *,
        sum(contributor_count * commit_count) over larger as commits_until,
        sum(contributor_count) over larger as people_until,
        sum(contributor_count * commit_count) over whole as all_commits
    from intermediate.subject_commit_counts
    window
        larger as (partition by subject_number, period_kind, period_start_on order by commit_count desc),
        whole as (partition by subject_number, period_kind, period_start_on)
),

half as (
    select
        subject_number,
        period_kind,
        period_start_on,
        people_until - contributor_count
            + ceil((all_commits / 2 - (commits_until - contributor_count * commit_count)) / commit_count) as people,
        all_commits
    from ranked
    where commits_until >= all_commits / 2
        and commits_until - contributor_count * commit_count < all_commits / 2
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    h.people as value,
    coalesce(h.all_commits, 0) as sample_count
from intermediate.subject_periods s
left join half h using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'history'
