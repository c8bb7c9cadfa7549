-- The plan of the made-up world: six clauses, and indicators of every kind and every standing.

create table marts.plans as
select 'gz-plan' as plan_id, '某市软件产业三年行动计划' as name_zh, 'A three-year plan' as name_en, '某市工业局' as lead_unit_zh,
    'A bureau of industry' as lead_unit_en,
    2024 as first_year, 2026 as last_year, 2023 as baseline_year, 'https://plan.example/' as source;

create table marts.plan_clauses as
select 'gz-plan' as plan_id, c.*, if(clause_id = 't10_2', 'Task 10, second sentence', null) as task_en,
    if(clause_id = 't10_2', 'Support car making and the CNC backbone enterprises to use their in-house research, and launch foundational projects', null) as text_en,
    'https://plan.example/' as source
from (values
    ('t10_1', 1, '任务十 第一句', '参与开源组织', 'Taking part', '企业和高校参与开源基金会，提升整合利用能力。', false),
    ('t10_2', 2, '任务十 第二句', '部署一批开源项目', 'Projects of industry', '支持汽车制造、数控骨干企业发挥内部研发优势，部署一批基础性项目', true),
    ('t10_3', 3, '任务十 第三句', '创新中心', 'The centre', '共建创新中心，人才培养。', false),
    ('d5', 4, '发展方向五', '促进开源开放', 'Openness', '开源项目及其应用。', false),
    ('t3', 5, '任务三', '人工智能', 'AI', '发布开源框架。', false),
    ('t4', 6, '任务四', '供应链安全', 'Supply chain', '开源软件供应链安全。', false)
) c(clause_id, position, task_zh, title_zh, title_en, text_zh, is_verbatim);

create table marts.plan_phrases as
select 'gz-plan' as plan_id, p.*,
    case phrase_zh when '支持汽车制造' then 'Support car making' when '数控骨干企业' then 'CNC backbone enterprises'
        when '发挥内部研发优势' then 'use their in-house research' when '部署一批基础性项目' then 'launch foundational projects' end as phrase_en,
    if(not_measurable_because_zh is null, null, 'In-house research is not public') as not_measurable_because_en
from (values
    ('t10_1', 1, '企业和高校', ['enterprises_present'], null),
    ('t10_1', 2, '参与开源基金会', ['foundation_participants'], null),
    ('t10_1', 3, '提升整合利用能力', ['commits', 'contributors'], null),
    ('t10_2', 4, '支持汽车制造', ['automotive_present'], null),
    ('t10_2', 5, '数控骨干企业', ['cnc_present'], null),
    ('t10_2', 6, '发挥内部研发优势', [], '内部研发不公开'),
    ('t10_2', 7, '部署一批基础性项目', ['foundational_projects'], null),
    ('t10_3', 8, '共建创新中心', ['centre_members'], null),
    ('t10_3', 9, '人才培养', ['people_trained'], null),
    ('d5', 10, '开源项目及其应用', ['repositories_present', 'releases'], null),
    ('t3', 11, '发布开源框架', ['ai_repositories'], null),
    ('t4', 12, '开源软件供应链安全', ['licensed_repositories'], null)
) p(clause_id, position, phrase_zh, indicator_ids, not_measurable_because_zh);

create table marts.plan_words as select * from marts.subject_names where subject_kind != 'scope';

create table marts.indicators as
select 'gz-plan' as plan_id, i.indicator_id, row_number() over () as position, i.clause_id, i.name_zh, i.name_en, '某处' as owner_zh, i.unit,
    i.kind, i.reads, i.reading, if(i.kind = 'measured', 'scope', null) as subject_kind, if(i.kind = 'measured', 'guangzhou', null) as subject_id,
    i.filters, i.accumulation, 2023 as baseline_year, i.target_value::double as target_value, if(i.target_value is null, null, date '2026-12-31') as target_on,
    if(i.target_value is null, null, '市级目标（虚构）') as target_source, 'up' as direction,
    'A division' as owner_en, i.name_zh || '，期末数' as definition_zh, if(i.clause_id = 't10_2', i.name_en || ', at the end', null) as definition_en, '以登记为准' as caution_zh, 'Only what is registered counts' as caution_en
from (values
    ('enterprises_present', 't10_1', '有公开项目的企业', 'Enterprises with public projects', 'organizations', 'derived', 'organizations_present', null, ['kind=enterprise'], 'stock', 4.0),
    ('foundation_participants', 't10_1', '参与开源基金会的机构', 'Organisations in foundations', 'organizations', 'registered', 'foundation_participation', 'distinct:organization', [], 'stock', 10.0),
    ('commits', 't10_1', '广州项目代码提交', 'Commits to Guangzhou projects', 'commits', 'measured', 'code_changes_commits', null, [], 'flow', null),
    ('upstream_commits', 't10_1', '对外部项目的提交', 'Commits to projects of others', 'commits', 'derived', 'commits_elsewhere', null, [], 'flow', null),
    ('contributors', 't10_1', '广州项目贡献者', 'Contributors to Guangzhou projects', 'people', 'measured', 'contributors', null, [], 'flow', null),
    ('automotive_present', 't10_2', '有公开项目的汽车制造企业', 'Car makers with public projects', 'organizations', 'derived', 'organizations_present', null, ['kind=enterprise', 'sector=automotive'], 'stock', null),
    ('cnc_present', 't10_2', '有公开项目的数控企业', 'CNC companies with public projects', 'organizations', 'derived', 'organizations_present', null, ['kind=enterprise', 'sector=cnc'], 'stock', 1.0),
    ('foundational_projects', 't10_2', '经评审的基础性项目', 'Projects reviewed as foundational', 'projects', 'registered', 'project_reviews', 'count', ['verdict=foundational|both'], 'stock', null),
    ('centre_members', 't10_3', '创新中心成员单位', 'Members of the centre', 'organizations', 'registered', 'centre_members', 'count', [], 'stock', null),
    ('people_trained', 't10_3', '培训人次', 'People trained', 'people', 'registered', 'trainings', 'sum:participant_count', [], 'flow', null),
    ('repositories_present', 'd5', '广州机构公开项目', 'Public projects', 'repositories', 'derived', 'repositories_present', null, [], 'stock', 14.0),
    ('releases', 'd5', '广州项目发布频率', 'Release frequency', 'per_month', 'measured', 'release_frequency', null, [], 'level', null),
    ('ai_repositories', 't3', '人工智能机构公开项目', 'Public projects in AI', 'repositories', 'derived', 'repositories_present', null, ['sector=ai'], 'stock', null),
    ('licensed_repositories', 't4', '有许可证的仓库占比', 'Repositories with a licence', 'ratio', 'derived', 'repositories_with_license', null, [], 'level', null)
) i(indicator_id, clause_id, name_zh, name_en, unit, kind, reads, reading, filters, accumulation, target_value);

create table marts.indicator_values as
with

stocks as (
    select * from (values
        ('enterprises_present', [2, 2, 3, 3], 9, 9), ('automotive_present', [0, 1, 1, 1], 2, 2), ('cnc_present', [null, null, null, null], 0, 0),
        ('foundation_participants', [1, 2, 2, 4], null, null), ('repositories_present', [10, 12, 13, 13], 14, 13),
        ('foundational_projects', [0, 0, 1, 2], null, null), ('people_trained', [0, 40, 60, 25], null, null), ('ai_repositories', [null, null, null, null], 0, 0),
        ('licensed_repositories', [null, null, null, 0.857], 14, 14), ('upstream_commits', [0, 3, 5, 9], 20, 12)
    ) s(indicator_id, years, target_count, complete_target_count)
),

counted as (
    select s.indicator_id, p.period_kind, p.period_start_on, s.years[year(p.period_start_on) - 2022]::double as value, 4 as sample_count, s.target_count, s.complete_target_count
    from stocks s, marts.periods p
    where s.indicator_id != 'licensed_repositories' or not p.is_complete
    union all
    select i.indicator_id, m.period_kind, m.period_start_on, m.value, m.sample_count, 12, 11
    from marts.indicators i join marts.measures m on m.metric = i.reads and m.subject_kind = 'scope' and m.subject_id = 'guangzhou'
    where i.kind = 'measured'
)

select 'gz-plan' as plan_id, c.indicator_id, 'high' as confidence, c.period_kind, c.period_start_on, not p.is_complete as is_provisional,
    c.value, c.sample_count, c.target_count, c.complete_target_count,
    case c.indicator_id when 'ai_repositories' then 0 when 'cnc_present' then 2 when 'enterprises_present' then 5 end as listed_organization_count,
    case c.indicator_id when 'ai_repositories' then 0 when 'cnc_present' then 0 when 'enterprises_present' then 4 end as target_organization_count,
    false as is_suppressed, c.complete_target_count / nullif(c.target_count, 0) as completeness_ratio,
    lag(c.value) over w as previous_value, y.value as year_ago_value, b.value as baseline_value
from counted c
join marts.periods p using (period_kind, period_start_on)
left join counted y on y.indicator_id = c.indicator_id and y.period_kind = c.period_kind and y.period_start_on = c.period_start_on - interval 1 year
left join counted b on b.indicator_id = c.indicator_id and b.period_kind = 'year' and b.period_start_on = date '2023-01-01'
window w as (partition by c.indicator_id, c.period_kind order by c.period_start_on);

insert into marts.indicator_values by name
select * replace ('medium' as confidence, 7 as target_count, 0 as complete_target_count, 2 as target_organization_count,
    0.0 as completeness_ratio)
from marts.indicator_values where indicator_id = 'cnc_present';

create table marts.indicator_status as
select v.plan_id, v.indicator_id, v.confidence, v.period_kind, v.period_start_on, v.value,
    case v.indicator_id when 'foundation_participants' then 7.5 when 'repositories_present' then 13.2 when 'enterprises_present' then 2.5 when 'cnc_present' then 0.7 end::double as expected_value,
    case when v.value is null then 'no_data'
         else coalesce(case v.indicator_id when 'foundation_participants' then 'behind' when 'repositories_present' then 'on_track' when 'enterprises_present' then 'ahead' when 'cnc_present' then 'behind' end, 'no_target') end as status
from marts.indicator_values v;

create table marts.indicator_groups as
select v.plan_id, v.indicator_id, v.period_kind, v.period_start_on, g.group_kind, g.group_id, g.value::double as value, 1 as sample_count
from marts.indicator_values v
join (values ('people_trained', 'kind', 'university', 25), ('people_trained', 'kind', null, 35), ('people_trained', 'district', 'tianhe', 20),
    ('people_trained', 'district', null, 40), ('people_trained', 'sector', null, 60), ('people_trained', 'park', null, 60)) g(indicator_id, group_kind, group_id, value)
    using (indicator_id)
where v.confidence = 'high';

create table marts.indicator_work as
select v.plan_id, v.indicator_id, v.confidence, v.period_kind, v.period_start_on, w.organization_id, w.commit_count, w.commit_count + 10 as all_commit_count
from marts.indicator_values v
join (select organization_id, 1 + row_number() over (order by organization_id) as commit_count
    from marts.organizations where relation = 'guangzhou' order by organization_id limit 2) w on v.indicator_id = 'upstream_commits';
