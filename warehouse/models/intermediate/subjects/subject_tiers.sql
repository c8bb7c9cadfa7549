-- edition: internal
-- grain: one row per subject and period with commits: its people by how much of the work is theirs
-- The onion of the CHAOSS project: core is the smallest set of people with 80 % of the commits, regular those who make
-- it 95 %, occasional the rest. Which of several people with equally many commits is taken does not matter: they are counted.

with

ranked as (
    select
        *,
        sum(contributor_count * commit_count) over larger as commits_until,
        sum(contributor_count) over larger as people_until,
        sum(contributor_count * commit_count) over whole as all_commits,
        sum(contributor_count) over whole as all_people
    from intermediate.subject_commit_counts
    window
        larger as (partition by subject_number, period_kind, period_start_on order by commit_count desc),
        whole as (partition by subject_number, period_kind, period_start_on)
),

thresholds as (
    select *, unnest([80, 95]) as percent
    from ranked
),

reached as (
    select
        subject_number,
        period_kind,
        period_start_on,
        percent,
        all_people,
        people_until - contributor_count + ceil(
            (all_commits * percent / 100 - (commits_until - contributor_count * commit_count)) / commit_count
        ) as people
    from thresholds
    where commits_until * 100 >= all_commits * percent
        and (commits_until - contributor_count * commit_count) * 100 < all_commits * percent
)

select
    subject_number,
    period_kind,
    period_start_on,
    (max(people) filter (percent = 80))::bigint as core_count,
    (max(people) filter (percent = 95) - max(people) filter (percent = 80))::bigint as regular_count,
    (any_value(all_people) - max(people) filter (percent = 95))::bigint as occasional_count,
    any_value(all_people)::bigint as contributor_count
from reached
group by subject_number, period_kind, period_start_on
