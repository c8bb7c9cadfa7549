-- grain: one row per year and rule by which OpenHarmony counts otherwise than this warehouse does, as far as public
-- The rules are read from the minutes of the project's management committee. Commits of merges and upstream code
-- are left out by both. A difference is theirs less ours.
-- column: year | 年（北京时间） | year in Shanghai
-- column: rule | 规则 | rule
-- column: rule_zh | 社区口径与本仓库口径 | their way and ours, in Chinese
-- column: rule_en | 规则英文 | their way and ours, in English
-- column: source | 依据 | where the rule is written
-- column: unit | 单位 | unit
-- column: our_value | 本仓库口径的值 | value by our way
-- column: their_value | 社区口径的值；行数未知时为空 | value by theirs; empty where lines are not known
-- column: difference | 差异（社区减本仓库） | theirs less ours

with

commits as (
    select
        year(c.contributed_on)::integer as year,
        c.sha,
        c.employer_id,
        c.lines,
        c.is_university,
        c.sha in (select unnest(root_shas) from staging.repository_heads) as is_import
    from intermediate.openharmony_commits c
),

merges as (
    select
        year(w.merged_on)::integer as year,
        count(*) as change_request_count,
        sum(r.lines_added + r.lines_deleted) as lines,
        coalesce(sum(r.lines_added + r.lines_deleted) filter (r.lines_added + r.lines_deleted <= 2000), 0) as small_lines,
        count(*) filter (r.lines_added is null) as unknown_count
    from intermediate.openharmony_work w
    join staging.change_requests r using (repository_id, number)
    where w.thread_kind = 'change_request' and w.part = 'core' and w.merged_at is not null
    group by 1
),

universities as (
    select
        year,
        employer_id,
        sum(lines) as lines,
        bool_or(lines is null) as has_unknown_lines
    from commits
    where is_university
    group by year, employer_id
),

activity as (
    select c.year, count(*) as our_value, any_value(m.change_request_count) as their_value
    from commits c
    left join merges m using (year)
    group by c.year
),

large_changes as (
    select
        year,
        case when unknown_count = 0 then lines end as our_value,
        case when unknown_count = 0 then small_lines end as their_value
    from merges
),

modified_lines as (
    select
        year,
        case when count(*) = count(lines) then sum(lines) end as our_value,
        case when count(*) = count(lines) then coalesce(sum(lines) filter (not is_import), 0) end as their_value
    from commits
    group by year
),

university_counts as (
    select
        year,
        count(*) as our_value,
        case
            when not bool_or(has_unknown_lines and coalesce(lines, 0) < 1000)
                then count(*) filter (lines >= 1000)
        end as their_value
    from universities
    group by year
),

rules as (
    select
        year,
        'activity' as rule,
        '社区官网以合并请求数代表活跃度，不展示提交数；本仓库计提交数' as rule_zh,
        'The project shows activity by change requests and no commits; here commits count' as rule_en,
        'openharmony/community meeting-notes/2022-04-21.md, No67' as source,
        'count' as unit,
        our_value,
        their_value
    from activity
    union all
    select
        year,
        'large_changes',
        '社区把超过 2000 行的改动列为异常、人工审视后才计；本仓库全部计入（按合入的合并请求）',
        'The project sets changes of more than 2,000 lines aside for review; here all count (of change requests merged)',
        'openharmony/community meeting-notes/2022-03-24.md, No58',
        'lines',
        our_value,
        their_value
    from large_changes
    union all
    select
        year,
        'modified_lines',
        '社区只统计修改的代码量（此处以仓库首个提交为导入，不计）；本仓库计全部增删行',
        'The project counts modified lines only (here: not those of a repository''s first commit, its import); here all added and deleted lines count',
        'openharmony/community meeting-notes/2024_04_25.md',
        'lines',
        our_value,
        their_value
    from modified_lines
    union all
    select
        year,
        'universities',
        '社区的高校类别要求合入满 1000 行（此处按当年计）；本仓库计当年有提交的全部高校',
        'The project counts universities with 1,000 lines merged (here in the year); here any with commits counts',
        'openharmony/community meeting-notes/2025_03_06.md',
        'count',
        our_value,
        their_value
    from university_counts
)

select *, their_value - our_value as difference
from rules
