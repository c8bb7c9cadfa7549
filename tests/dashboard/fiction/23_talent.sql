-- People of the made-up world, counted: who stays, who carries the work, how newcomers are answered, cohorts.

insert into marts.metric_definitions
select metric, title_zh, title_en, question_zh, question_en, unit, direction, 'none' as chaoss, caution_zh, caution_en, people,
    '-- title_zh: ' || title_zh as sql
from (values
    ('retained_contributors', '留下的新贡献者', 'Retained contributors', '上一期的新人有多少留下？', 'How many newcomers stay?', 'count', 'up', '隔期回来的不计。', 'Not those who come back later.', 'part'),
    ('inactive_contributors', '停止活动的贡献者', 'Inactive contributors', '有多少人停止了？', 'How many fell silent?', 'count', 'down', '六个月。', 'Six months.', 'yes'),
    ('core_contributors', '核心贡献者', 'Core contributors', '几个人完成八成？', 'How few make 80 %?', 'count', 'up', '只看提交数。', 'Commits only.', 'part'),
    ('regular_contributors', '经常贡献者', 'Regular contributors', '再加几个人？', 'How many more?', 'count', 'up', '只看提交数。', 'Commits only.', 'part'),
    ('occasional_contributors', '偶尔贡献者', 'Occasional contributors', '其余几个人？', 'How many others?', 'count', 'none', '只看提交数。', 'Commits only.', 'part'),
    ('university_newcomers_retained', '留下的高校新人', 'University newcomers who stay', '高校新人有多少留下？', 'How many stay?', 'count', 'up', '偏小。', 'Too low.', 'part'),
    ('identified_contribution_ratio', '雇主可知的提交比例', 'Share of commits with a known employer', '多少提交能判断雇主？', 'What share is identified?', 'ratio', 'up', '个人邮箱未知。', 'Personal mailboxes are unknown.', 'no'),
    ('city_share', '广州份额', 'Guangzhou''s share', '多少来自广州机构？', 'What share is Guangzhou''s?', 'ratio', 'up', '与可知比例同看。', 'Beside the identified share.', 'no'),
    ('newcomer_response_time', '新人首次响应时间', 'Response time for newcomers', '新人多久得到回应？', 'How long do newcomers wait?', 'hours', 'down', '中位数。', 'Median.', 'no'),
    ('regular_response_time', '熟人首次响应时间', 'Response time for regulars', '其他人多久得到回应？', 'How long do others wait?', 'hours', 'down', '中位数。', 'Median.', 'no'),
    ('review_participation', '评审参与率', 'Review participation', '多少合入前有人看过？', 'What share was looked at?', 'ratio', 'up', '线下不可见。', 'What is done elsewhere is not seen.', 'no')
) d(metric, title_zh, title_en, question_zh, question_en, unit, direction, caution_zh, caution_en, people);

insert into marts.measures
with

people as (
    select *, hash(subject_id || period_start_on) % 100 / 100.0 as luck
    from marts.measures
    where metric = 'contributors' and subject_kind in ('scope', 'kind', 'sector', 'district') and period_kind != 'month'
),

parts as (
    select p.*, m.metric as part, m.value as part_value, m.n, m.of_five
    from people p, lateral (values
        ('retained_contributors', floor(value * (0.15 + luck / 5)), ceil(value / 3), true),
        ('inactive_contributors', floor(value * (0.1 + luck / 6)), floor(value * (0.1 + luck / 6)), true),
        ('core_contributors', ceil(value * 0.3), value, true),
        ('regular_contributors', floor(value * 0.4), value, true),
        ('occasional_contributors', value - ceil(value * 0.3) - floor(value * 0.4), value, true),
        ('university_newcomers_retained', floor(value * 0.1), ceil(value / 6), true),
        ('identified_contribution_ratio', if(value > 0, 0.4 + luck / 4, null), value * 9, false),
        ('city_share', if(value > 0, 0.7 + luck / 4, null), value * 4, false),
        ('newcomer_response_time', if(value > 5, 20 + luck * 30, null), value, false),
        ('regular_response_time', if(value > 5, 10 + luck * 8, null), value * 3, false),
        ('review_participation', if(value > 5, 0.5 + luck / 3, null), value * 3, false)
    ) m(metric, value, n, of_five)
)

select part, subject_kind, subject_id, period_kind, period_start_on,
    if(of_five and (is_suppressed or part_value between 1 and 4), null, part_value),
    if(of_five and (is_suppressed or part_value between 1 and 4), null, n::bigint),
    of_five and (is_suppressed or coalesce(part_value between 1 and 4, false))
from parts;

create table marts.contributor_cohorts as
select s.subject_kind, s.subject_id, c.cohort_start_on, a.months_since::integer as months_since, c.n as cohort_count,
    if(a.months_since = 18, null, c.n // (2 + a.months_since // 6)) as active_count,
    if(a.months_since = 18, null, c.n // (2 + a.months_since // 6) / c.n) as active_ratio,
    c.n + if(joins, 2, 0) as unjoined_cohort_count,
    if(a.months_since = 18, null, c.n // (2 + a.months_since // 6) - if(joins and a.months_since = 6, 1, 0)) as unjoined_active_count,
    a.months_since = 18 as is_suppressed
from marts.subjects s,
    (values (date '2024-01-01', 60), (date '2024-07-01', 48), (date '2025-01-01', 52)) c(cohort_start_on, n),
    range(6, 30, 6) a(months_since),
    lateral (select s.subject_kind = 'scope' and c.cohort_start_on = date '2024-01-01' as joins)
where s.subject_kind in ('scope', 'kind', 'sector', 'district') and s.base_subject_id != 'liwan'
    and c.cohort_start_on + to_months(a.months_since::integer + 11) < date '2026-11-01';
