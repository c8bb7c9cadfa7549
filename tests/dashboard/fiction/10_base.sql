-- A small snapshot of FICTIONAL organisations: the marts as the pages read them, no fact about anybody.
-- variable edition: 'newer' or 'older'; the older one lacks one repository, some late commits and one definition.

create schema marts;

create table marts.snapshot_info as
select
    case when getvariable('edition') = 'newer' then timestamptz '2026-11-23 03:10:00+08' else timestamptz '2026-11-22 03:10:00+08' end as as_of,
    case when getvariable('edition') = 'newer' then timestamptz '2026-11-23 03:14:21+08' else timestamptz '2026-11-22 03:13:47+08' end as built_at,
    'demo' as world_id, 'c0ffee12' as config_hash, 0.913 as coverage_ratio, '0.1.0' as suiyuan_version;

create table marts.organizations as
select * from (values
    ('zhushui',  '珠水网络',     'Zhushui Networks',      'enterprise', 'internet',             'tianhe', 'tianhe_software_park', 'large',  true,  'guangzhou', 'known',      5, 6, 0),
    ('mumian',   '木棉汽车',     'Mumian Motors',         'enterprise', 'automotive',           'panyu', 'panyu_park',     'large',  true,  'guangzhou', 'known',      2, 2, 0),
    ('yunshan',  '云麓数控',     'Yunlu CNC',             'enterprise', 'cnc',                  'huangpu', 'huangpu_park',     'medium', true,  'guangzhou', 'none_known', 0, 0, 0),
    ('lingdian', '岭电电力',     'Lingdian Power',        'enterprise', 'energy_power',         'yuexiu', null,         'large',  true,  'guangzhou', 'none_known', 0, 0, 0),
    ('qihang',   '启航电子',     'Qihang Electronics',    'enterprise', 'electronic_information','tianhe', 'tianhe_software_park', 'small',  false, 'guangzhou', 'known',      2, 3, 0),
    ('baiyunhj', '白鹭航机',     'Egret Aviation',        'enterprise', 'high_end_equipment',   'baiyun', 'baiyun_park',     'medium', true,  'guangzhou', 'none_known', 0, 0, 0),
    ('wuyangda', '五羊大学',     'Wuyang University',     'university', 'education',            'panyu', null,         null,     false, 'guangzhou', 'known',      3, 4, 0),
    ('nanhaiyj', '南洲研究院',   'Nanzhou Institute',     'institute',  'other',             'nansha', null,         null,     false, 'guangzhou', 'known',      1, 1, 0),
    ('xiguanshe','西关开源社',   'Xiguan Community',      'community',  'other',            'liwan', null,         null,     false, 'guangzhou', 'known',      1, 1, 0)
) t(organization_id, name_zh, name_en, kind, sector, district, park, size_class, is_backbone, relation, public_presence, repository_count, claim_count, reviewed_claim_count);

alter table marts.organizations add column parent_organization_id varchar;
alter table marts.organizations add column source varchar default 'made up';
alter table marts.organizations add column high_confidence_repository_count integer;
update marts.organizations set high_confidence_repository_count = repository_count;

create table marts.subject_names as
select * from (values
    ('kind', 'enterprise', '企业', 'Enterprises'), ('kind', 'university', '高校', 'Universities'),
    ('kind', 'institute', '科研机构', 'Research institutes'), ('kind', 'community', '社区', 'Communities'),
    ('sector', 'internet', '互联网', 'Internet'), ('sector', 'automotive', '汽车', 'Automotive'),
    ('sector', 'cnc', '数控机床', 'CNC machine tools'), ('sector', 'energy_power', '能源电力', 'Energy and power'),
    ('sector', 'electronic_information', '电子信息', 'Electronic information'), ('sector', 'other', '其他', 'Other'),
    ('sector', 'high_end_equipment', '高端装备', 'High-end equipment'), ('sector', 'education', '教育', 'Education'),
    ('district', 'tianhe', '天河区', 'Tianhe'), ('district', 'panyu', '番禺区', 'Panyu'), ('district', 'huangpu', '黄埔区', 'Huangpu'),
    ('district', 'yuexiu', '越秀区', 'Yuexiu'), ('district', 'baiyun', '白云区', 'Baiyun'), ('district', 'nansha', '南沙区', 'Nansha'),
    ('district', 'liwan', '荔湾区', 'Liwan'), ('park', 'tianhe_software_park', '天河软件园', 'Tianhe Software Park'),
    ('park', 'panyu_park', '番禺园', 'Panyu Park'), ('park', 'huangpu_park', '黄埔园', 'Huangpu Park'),
    ('park', 'baiyun_park', '白云园', 'Baiyun Park'), ('size_class', 'large', '大型', 'Large'),
    ('size_class', 'medium', '中型', 'Medium'), ('size_class', 'small', '小型', 'Small'), ('scope', 'guangzhou', '广州', 'Guangzhou')
) t(subject_kind, subject_id, name_zh, name_en);

create table marts.repositories as
select r.* exclude (weight), 'https://forge.example/' || full_name as url, null::varchar as project_id,
    null::varchar as mirror_of, weight // 9 as release_count, 'Python' as primary_language, false as is_archived,
    has_ci as has_contributing_guide, false as has_code_of_conduct, has_ci as has_lock_file, null::boolean as has_sbom,
    true as is_line_count_known, date '2026-11-20' - (weight * 3 % 40) as last_commit_on,
    weight * 61 as commit_count, 3 + weight // 3 as contributor_count
from (values
    ('github:zhushui/riverbed',   'github',  'zhushui/riverbed',   'zhushui',  'own', 90, 'Apache-2.0', true,  true,  true,  date '2019-03-02'),
    ('github:zhushui/tidegate',   'github',  'zhushui/tidegate',   'zhushui',  'own', 55, 'MIT',        true,  false, true,  date '2020-06-11'),
    ('github:zhushui/estuary',    'github',  'zhushui/estuary',    'zhushui',  'own', 31, 'Apache-2.0', true,  true,  true,  date '2021-01-20'),
    ('gitee:zhushui/ferry',       'gitee',   'zhushui/ferry',      'zhushui',  'own', 12, 'MulanPSL-2.0',true, false, false, date '2022-08-08'),
    ('github:zhushui/sluice',     'github',  'zhushui/sluice',     'zhushui',  'own',  7, null,         false, false, false, date '2024-02-14'),
    ('github:mumian/canbus-kit',  'github',  'mumian/canbus-kit',  'mumian',   'own', 22, 'BSD-3-Clause',true, true,  true,  date '2022-04-01'),
    ('gitcode:mumian/cockpit-ui', 'gitcode', 'mumian/cockpit-ui',  'mumian',   'own', 18, 'Apache-2.0', true,  false, true,  date '2024-09-09'),
    ('github:qihang/board-support','github', 'qihang/board-support','qihang',  'own', 40, 'GPL-2.0-only',true, false, false, date '2018-11-05'),
    ('gitee:qihang/tiny-rtos',    'gitee',   'qihang/tiny-rtos',   'qihang',   'own', 16, 'MIT',        true,  false, false, date '2020-12-12'),
    ('github:wuyang-lab/genomap', 'github',  'wuyang-lab/genomap', 'wuyangda', 'own', 28, 'Artistic-2.0',true, false, true,  date '2017-05-17'),
    ('github:wuyang-lab/ocrbench','github',  'wuyang-lab/ocrbench','wuyangda', 'own', 11, 'MIT',        true,  false, false, date '2021-10-10'),
    ('github:wuyang-lab/course-2025','github','wuyang-lab/course-2025','wuyangda','own',5, null,        false, false, false, date '2025-03-03'),
    ('gitee:nanzhou/simflow',     'gitee',   'nanzhou/simflow',    'nanhaiyj', 'own', 14, 'MulanPSL-2.0',true, false, true,  date '2023-02-02'),
    ('github:xiguan/handbook',    'github',  'xiguan/handbook',    'xiguanshe','own',  9, 'CC-BY-4.0',  true,  false, false, date '2022-01-01')
) r(repository_id, forge, full_name, organization_id, role, weight, license_spdx_id, has_license, has_security_policy, has_ci, first_commit_on)
where getvariable('edition') = 'newer' or repository_id != 'gitcode:mumian/cockpit-ui';

create table marts.claims as
select
    'claim-' || row_number() over (order by repository_id) as claim_id, 'repository' as subject_kind, repository_id as subject_id,
    organization_id, 'repo_list' as evidence_kind, 'a made-up page' as source,
    case repository_id when 'github:wuyang-lab/course-2025' then 'medium' else 'high' end as affiliation_confidence,
    case repository_id when 'github:xiguan/handbook' then 'low' else 'high' end as account_confidence,
    date '2019-01-01' as valid_from_on, null::date as valid_until_on,
    case repository_id when 'github:zhushui/riverbed' then 'accepted' else 'unreviewed' end as review_status,
    null::varchar as reviewer, null::date as reviewed_on
from marts.repositories;

create schema work;

create table work.months as
select (date '2023-01-01' + interval (i) month)::date as month_on from range(47) t(i);

create table marts.periods as
select kind as period_kind, date_trunc(kind, month_on)::date as period_start_on, max(last_day(month_on)) as period_end_on,
    max(last_day(month_on)) < date '2026-11-23' as is_complete
from work.months, (values ('month'), ('quarter'), ('year')) k(kind)
group by kind, date_trunc(kind, month_on);

create table work.repository_months as
select r.repository_id, r.organization_id, m.month_on,
    case when m.month_on < date_trunc('month', r.first_commit_on) then 0
         else floor(r.weight * (0.5 + (hash(r.repository_id || m.month_on) % 1000) / 1400.0)
                    * (0.55 + datediff('month', date '2023-01-01', m.month_on) / 55.0)
                    * case when m.month_on = date '2026-11-01' then 0.6 else 1 end) end as commits,
    case when getvariable('edition') = 'older' and r.repository_id = 'github:zhushui/riverbed' and m.month_on >= date '2026-10-01'
         then -21 else 0 end as late
from (select r.*, w.weight from marts.repositories r join (select repository_id, commit_count // 61 as weight from marts.repositories) w using (repository_id)) r,
    work.months m;

create table work.values as
select repository_id, organization_id, month_on, metric, value from (
    select *, commits + late as code_changes_commits, (commits + late) * 47 + commits % 13 * 311 as code_changes_lines,
        case when commits = 0 then 0 else 1 + floor(commits / 7) end as contributors,
        case when commits = 0 then 0 else floor(commits / 26) end as new_contributors,
        case when commits > 0 then 1 else 0 end as active_repositories,
        case when commits > 14 then floor(commits / 30) + 1 else 0 end as package_releases,
        case when commits > 14 then floor(commits / 30) + 1 else 0 end as release_frequency
    from work.repository_months
) unpivot (value for metric in (code_changes_commits, code_changes_lines, contributors, new_contributors, active_repositories, package_releases, release_frequency));

create table work.confidences as
select c.subject_id as repository_id,
    case when 'low' in (affiliation_confidence, account_confidence) then 'all'
         when 'medium' in (affiliation_confidence, account_confidence) then 'medium' else 'high' end as confidence
from marts.claims c;

create table work.members as
with wide as (
    select v.kind as subject_kind, v.id as base_subject_id, r.repository_id
    from marts.repositories r join marts.organizations o using (organization_id),
        (values ('scope', 'guangzhou'), ('organization', o.organization_id), ('kind', o.kind), ('sector', o.sector), ('district', o.district), ('park', o.park)) v(kind, id)
    where v.id is not null
),
levels as (select * from (values ('high', ['high'], ''), ('medium', ['high', 'medium'], '@medium'), ('all', ['high', 'medium', 'all'], '@all')) l(confidence, takes, suffix))
select subject_kind, base_subject_id || suffix as subject_id, base_subject_id, l.confidence, repository_id
from wide join work.confidences c using (repository_id) join levels l on list_contains(l.takes, c.confidence)
union all
select 'repository', repository_id, repository_id, 'all', repository_id from marts.repositories;

create table marts.subjects as
select m.subject_kind, m.subject_id, any_value(m.base_subject_id) as base_subject_id, any_value(m.confidence) as confidence,
    coalesce(any_value(o.name_zh), any_value(n.name_zh), any_value(m.base_subject_id)) as name_zh,
    coalesce(any_value(o.name_en), any_value(n.name_en), any_value(m.base_subject_id)) as name_en,
    count(distinct m.repository_id) as repository_count, count(distinct c.claim_id) as claim_count,
    count(distinct c.claim_id) filter (c.review_status = 'accepted') as reviewed_claim_count
from work.members m
left join marts.organizations o on m.subject_kind = 'organization' and o.organization_id = m.base_subject_id
left join marts.subject_names n on n.subject_kind = m.subject_kind and n.subject_id = m.base_subject_id
left join marts.claims c on c.subject_id = m.repository_id
group by m.subject_kind, m.subject_id;

create table marts.subject_repositories as
select subject_kind, subject_id, repository_id, date '2019-01-01' as valid_from_on, null::date as valid_until_on
from work.members;

create table marts.measures as
select v.metric, m.subject_kind, m.subject_id, k.kind as period_kind, date_trunc(k.kind, v.month_on)::date as period_start_on,
    (case when v.metric in ('contributors', 'active_repositories', 'new_contributors') and (k.kind != 'month' or m.subject_kind != 'repository')
          then ceil(sum(v.value) * case k.kind when 'month' then 0.9 when 'quarter' then 0.5 else 0.2 end) else sum(v.value) end)::double as value,
    count(*) as sample_count, false as is_suppressed
from work.values v join work.members m using (repository_id), (values ('month'), ('quarter'), ('year')) k(kind)
where not (m.subject_id = 'gitee:zhushui/ferry' and v.month_on between date '2024-03-01' and date '2024-06-01')
group by v.metric, m.subject_kind, m.subject_id, k.kind, date_trunc(k.kind, v.month_on);

insert into marts.measures
select 'signed_off_ratio', subject_kind, subject_id, period_kind, period_start_on,
    case when value = 0 then null else 0.35 + (hash(subject_id || period_start_on) % 300) / 1000.0 end, value::bigint, false
from marts.measures where metric = 'code_changes_commits';

-- what concerns fewer than five people is withheld, but for repositories and projects
update marts.measures set value = null, sample_count = null, is_suppressed = true
where metric in ('contributors', 'new_contributors') and value between 1 and 4
    and subject_kind not in ('repository', 'project', 'package');

create table marts.subject_periods as
select m.subject_kind, m.subject_id, s.stream_kind, p.period_kind, p.period_start_on, count(*) as target_count,
    count(*) as covered_target_count, count(*) filter (m.repository_id != 'github:wuyang-lab/genomap') as complete_target_count,
    false as is_complete
from work.members m, marts.periods p, (values ('history'), ('package_releases')) s(stream_kind)
group by all;

create view marts.metric_values as
select metric, subject_id as repository_id, period_start_on as month, value from marts.measures
where subject_kind = 'repository' and period_kind = 'month';

create table marts.metric_definitions as
select *, if(metric in ('contributors', 'new_contributors'), 'yes', 'no') as people, '-- title_zh: ' || title_zh || chr(10) || '-- unit: ' || unit || chr(10) || 'select' || chr(10) || '    subject_kind, subject_id, period_kind, period_start_on,' || chr(10)
    || '    count(distinct contribution_id)' || case when getvariable('edition') = 'older' and metric = 'package_releases' then '  -- as defined until then' else '' end
    || ' as value' || chr(10) || 'from intermediate.contributions' || chr(10) || 'group by all' as sql
from (values
    ('code_changes_commits', '代码提交', 'Commits', '有多少改动进入默认分支？', 'How many changes reached the default branch?', 'count', 'up', 'https://chaoss.community/kb/metric-code-changes-commits/', '变基与摘取的提交会重复计数。', 'Rebased and cherry-picked commits count twice.'),
    ('code_changes_lines', '代码行变更', 'Changed lines', '增删了多少行？', 'How many lines were added and deleted?', 'lines', 'none', 'https://chaoss.community/kb/metric-code-changes-lines/', '生成的文件会放大数值。', 'Generated files inflate it.'),
    ('contributors', '贡献者', 'Contributors', '有多少人参与了改动？', 'How many people changed code?', 'count', 'up', 'https://chaoss.community/kb/metric-contributors/', '人数不可相加。', 'People do not add up.'),
    ('new_contributors', '新贡献者', 'New contributors', '有多少人第一次参与？', 'How many people came for the first time?', 'count', 'up', 'none', '首次以该主体内为准。', 'First within the subject.'),
    ('active_repositories', '活跃仓库', 'Active repositories', '有多少仓库有改动？', 'How many repositories changed?', 'count', 'up', 'none', '镜像不计。', 'Mirrors do not count.'),
    ('package_releases', '软件包发布', 'Package releases', '发布了多少个版本？', 'How many versions were published?', 'count', 'up', 'none', '撤回的版本仍计入。', 'Yanked versions count.'),
    ('release_frequency', '版本发布', 'Release frequency', '多久发布一次？', 'How often are versions tagged?', 'per_month', 'up', 'none', '以标签为准。', 'Tags are taken as releases.'),
    ('signed_off_ratio', '签署比例', 'Signed-off share', '多少提交带有签署？', 'What share of commits is signed off?', 'ratio', 'up', 'none', '无提交则无定义。', 'Undefined without commits.')
) d(metric, title_zh, title_en, question_zh, question_en, unit, direction, chaoss, caution_zh, caution_en);

create table marts.growth as
with pairs as (
    select n.metric, n.subject_kind, n.subject_id, 'comparison' as c, n.period_kind, n.period_start_on, n.value, n.is_suppressed,
        k.comparison, (n.period_start_on - case k.comparison when 'year_ago' then interval 1 year else case n.period_kind when 'month' then interval 1 month when 'quarter' then interval 3 month else interval 1 year end end)::date as compared_start_on
    from marts.measures n, (values ('previous'), ('year_ago')) k(comparison)
    where n.subject_kind = 'scope'
)
select p.metric, p.subject_kind, p.subject_id, s.confidence, p.comparison, p.period_kind, p.period_start_on, p.compared_start_on,
    p.value * 0.97 as value, b.value as compared_value, p.value * 0.97 - b.value as change,
    case when b.value > 0 then (p.value * 0.97 - b.value) / b.value end as change_ratio,
    p.is_suppressed or b.is_suppressed as is_suppressed,
    s.repository_count - 2 as panel_repository_count, 2 as joined_repository_count, 0 as left_repository_count,
    not q.is_complete as is_provisional
from pairs p join marts.subjects s using (subject_kind, subject_id)
join marts.periods q using (period_kind, period_start_on)
left join marts.measures b on (b.metric, b.subject_kind, b.subject_id, b.period_kind, b.period_start_on) = (p.metric, p.subject_kind, p.subject_id, p.period_kind, p.compared_start_on)
where b.value is not null and p.period_start_on = (
    select max(period_start_on) from marts.periods x where x.period_kind = p.period_kind and x.is_complete
);

create table marts.coverage as
select 'git' as source, repository_id as target_id, 'history' as kind, month_on,
    case when month_on = date '2026-11-01' then 'partial'
         when repository_id = 'gitee:zhushui/ferry' and month_on between date '2024-03-01' and date '2024-06-01' then 'not_collected'
         when repository_id = 'github:wuyang-lab/genomap' and month_on >= date '2026-08-01' then 'quarantined' else 'complete' end as state,
    case when month_on = date '2026-11-01' then 'month_is_running'
         when repository_id = 'gitee:zhushui/ferry' then 'unreachable' when repository_id = 'github:wuyang-lab/genomap' then 'not_collected_since' end as reason,
    case when month_on = date '2026-11-01' then date '2026-11-01' when repository_id = 'gitee:zhushui/ferry' then date '2024-03-01' else date '2026-08-01' end as since
from work.repository_months
union all
select forge, repository_id, 'issues', month_on, case forge when 'gitcode' then 'impossible' else 'not_collected' end,
    case forge when 'gitcode' then 'gone' else 'no_token' end, date '2023-01-01'
from marts.repositories, work.months where forge != 'gitee';

create table marts.packages as
select 'npm:' || split_part(repository_id, '/', 2) as package_id, 'npm' as ecosystem, split_part(repository_id, '/', 2) as name, repository_id, 'official' as relation,
    license_spdx_id as license, '1.23.0' as latest_version, 24 as release_count, false as is_deprecated
from marts.repositories where has_security_policy;

create table marts.package_releases as
select package_id, '1.' || i || '.0' as package_version, timestamptz '2024-02-03 10:00:00+08' + interval (i * 40) day as published_at,
    (date '2024-02-03' + interval (i * 40) day)::date as published_on, false as is_prerelease, false as is_yanked,
    false as is_deprecated, license, 12345 as size_bytes, 1 as file_count
from marts.packages, range(24) t(i);

create table marts.runs as
select 'run-' || i as run_id, 'run' as command, 'guangzhou' as scope, null::varchar as "only",
    timestamptz '2026-11-23 03:00:00+08' - interval (i) day as started_at, timestamptz '2026-11-23 03:14:21+08' - interval (i) day as collected_at,
    case when i not in (0, 2, 5) then timestamptz '2026-11-23 03:14:21+08' - interval (i) day end as ended_at,
    case when i not in (0, 2, 5) then case i when 3 then 2 when 6 then 1 else 0 end end as exit_code,
    case i when 0 then 'load' when 2 then 'build' when 5 then null else 'tidy' end as last_step,
    case i when 0 then 'building' when 2 then 'unfinished' when 5 then 'unknown' else 'ended' end as state, '0.1.0' as suiyuan_version
from range(12) t(i);

create table marts.ledger as
select r.run_id, 'git' as source, p.repository_id as target_id, 'history' as kind, r.started_at + interval (p.commit_count % 60) second as started_at,
    r.started_at + interval (p.commit_count % 60 + 20) second as ended_at,
    case when r.exit_code = 2 and p.forge = 'gitee' then 'unreachable' when p.commit_count % 3 = 0 then 'ok' else 'not_modified' end as outcome,
    null::varchar as detail, p.commit_count % 40 as row_count, null::bigint as forge_total, 2 as request_count, null::bigint as quota_remaining, true as is_complete
from marts.runs r, marts.repositories p
union all
select run_id, 'github', 'github:zhushui', 'issues', started_at, started_at + interval 1 second, 'no_token', 'set GITHUB_TOKEN', 0, null, 0, 60, false from marts.runs;

create table marts.code_changes_by_time as
select m.subject_kind, m.subject_id, 2026 as year, d as weekday, h as hour,
    floor(m.n * greatest(0, 12 - abs(h - 15)) * case when d < 6 then 1 else 0.25 end * (0.4 + (hash(m.subject_id || d || '-' || h) % 100) / 100.0))::bigint as value
from (select subject_kind, subject_id, count(*) as n from work.members group by all) m, range(1, 8) t(d), range(24) u(h);

drop schema work cascade;
