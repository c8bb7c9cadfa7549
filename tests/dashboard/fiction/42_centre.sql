-- The registers of the made-up innovation centre: some filled in, some not.

create table marts.register_centre_members as
select * from (values
    ('珠水网络', 'founder', 'tianhe', date '2024-05-01', null::date, '共建协议（虚构）', 'entry-2'),
    ('五羊大学', 'member', 'panyu', date '2024-09-01', null, '共建协议（虚构）', 'entry-2'),
    ('岭电电力', 'partner', 'yuexiu', date '2025-01-01', date '2026-01-01', '共建协议（虚构）', 'entry-2')
) r(organization_name, member_role, district, joined_on, left_on, source, entry_id);

create table marts.register_centre_milestones as
select * from (values
    ('ecosystem', '首批适配清单发布', date '2025-03-01', '通报（虚构）', 'entry-3'),
    ('talent', '首期师资培训', date '2026-07-01', '通报（虚构）', 'entry-3')
) r(platform, title, reached_on, source, entry_id);

create table marts.register_certified_products as
select '某终端' as product_name, '珠水网络' as organization_name, 'C-1' as certificate_number, 'device' as product_kind, 'internet' as sector,
    'tianhe' as district, date '2025-06-01' as certified_on, null::date as expires_on, '证书（虚构）' as source, 'entry-4' as entry_id;

create table marts.register_trainings as
select '师资培训' as title, '五羊大学' as organization_name, 'teacher' as audience, 40 as participant_count, date '2026-07-01' as held_on, '通知（虚构）' as source, 'entry-5' as entry_id;

create table marts.register_industry_distributions as
select null::varchar as distribution_name, null::varchar as organization_name, null::varchar as upstream, null::varchar as sector,
    null::date as released_on, null::date as ended_on, null::varchar as source, null::varchar as entry_id where false;

create table marts.register_courses as
select null::varchar as title, null::varchar as organization_name, null::varchar as level, null::integer as student_count,
    null::date as started_on, null::date as ended_on, null::varchar as source, null::varchar as entry_id where false;

create table marts.register_competitions as
select null::varchar as title, null::varchar as event_kind, null::varchar as organization_name, null::integer as participant_count,
    null::date as held_on, null::varchar as source, null::varchar as entry_id where false;

create table marts.register_adoption_cases as
select null::varchar as title, null::varchar as organization_name, null::varchar as open_source_name, null::varchar as sector,
    null::varchar as district, null::date as adopted_on, null::date as ended_on, null::varchar as source, null::varchar as entry_id where false;

create table marts.register_foundation_participation as
select * from (values
    ('珠水网络', 'openatom', 'member', null::varchar, date '2024-01-01', null::date, '公告（虚构）', 'entry-6'),
    ('木棉汽车', 'openatom', 'donor', null, date '2025-01-01', null, '公告（虚构）', 'entry-6')
) r(organization, foundation, role, project_name, joined_on, left_on, source, entry_id);
