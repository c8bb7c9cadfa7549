-- title_zh: 未关闭议题的存续时间
-- title_en: Issue age
-- question_zh: 期末未关闭的议题已存在多久？
-- question_en: How old are the issues that are open at the end of the period?
-- unit: days
-- direction: down
-- chaoss: https://chaoss.community/kb/metric-issue-age/
-- caution_zh: 中位数，以期末（进行中的周期以采集日）为准；按最后一次关闭判断，曾关闭又打开的议题在其间也算未关闭；留在已关停之处（OpenHarmony 的 Gitee 一侧）的自关停日起不算；没有未关闭的议题时无定义。
-- caution_en: Median, at the end of the period, or as of now where it is running; by the last closing, so one that was closed and reopened counts as open in between; one left at a place that was closed (OpenHarmony's on Gitee) is open until that day; undefined without open issues.

with

issues as (
    select
        i.repository_id,
        i.opened_on,
        coalesce(i.closed_on, case when i.opened_on < l.closed_on then l.closed_on end) as closed_on,
        r.kept_repository_ids
    from staging.issues i
    left join intermediate.openharmony_locations l using (repository_id)
    left join intermediate.repeated_threads r
        on r.thread_kind = 'issue'
        and r.event_family = 'state'
        and r.repository_id = i.repository_id
        and r.number = i.number
    left join staging.accounts a on a.account_id = i.author_account_id
    where not coalesce(a.is_bot, false)
),

ends as (
    select p.period_kind, p.period_start_on, least(p.period_end_on, a.as_of_on) as until_on
    from intermediate.periods p, staging.as_of a
),

open_issues as (
    select t.subject_number, e.period_kind, e.period_start_on, date_diff('day', i.opened_on, e.until_on) as age_days
    from issues i
    join ends e on i.opened_on <= e.until_on and (i.closed_on is null or i.closed_on > e.until_on)
    join intermediate.spans n
        on n.repository_id = i.repository_id and e.until_on >= n.from_on and e.until_on < n.until_on
    left join intermediate.thread_places p
        on p.repository_id = i.repository_id
        and p.kept_repository_ids = i.kept_repository_ids
        and e.until_on >= p.from_on
        and e.until_on < p.until_on
    join intermediate.thread_place_subjects t on t.place_number = coalesce(p.place_number, n.span_number)
    join intermediate.subjects u using (subject_number)
    where e.period_start_on between u.counts_from_on and u.counts_until_on
),

ages as (
    select subject_number, period_kind, period_start_on, median(age_days) as age_days, count(*) as issue_count
    from open_issues
    group by subject_number, period_kind, period_start_on
)

select
    s.subject_kind,
    s.subject_id,
    s.period_kind,
    s.period_start_on,
    a.age_days as value,
    coalesce(a.issue_count, 0) as sample_count
from intermediate.subject_periods s
left join ages a using (subject_number, period_kind, period_start_on)
where s.stream_kind = 'issues'
