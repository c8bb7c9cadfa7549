-- OpenHarmony as its page reads it, made up: two releases and one in development, eight of ten repositories held,
-- a university and a maker of boards in Guangzhou, most of the work by a far-away Mountain Corporation.

create table marts.openharmony_releases as
select * from (values
    ('master', 'all', 12, 10, 2, 8, 2), ('OpenHarmony-5.0.0-Release', 'all', 11, 9, 2, 8, 1),
    ('OpenHarmony-4.1-Release', 'all', 12, 10, 2, 8, 2)
) t(release_branch, system_type, repository_count, own_repository_count, upstream_repository_count, system_repository_count, chipset_repository_count);

create table marts.openharmony_release_dates as
select * from (values
    ('OpenHarmony-4.1-Release', 'released', 'tag', date '2024-01-25', date '2024-03-31', null, date '0001-01-01', date '2024-03-31', 10, 8),
    ('OpenHarmony-5.0.0-Release', 'released', 'tag', null, date '2024-09-29', 'OpenHarmony-4.1-Release', date '2024-04-01', date '2024-09-29', 9, 8),
    ('master', 'in_development', null, null, null, 'OpenHarmony-5.0.0-Release', date '2024-09-30', date '2026-11-23', 10, 8),
    ('OpenHarmony-5.0-Release', 'begun', 'branch', date '2024-08-03', null, 'OpenHarmony-4.1-Release', date '2024-04-01', date '2024-08-03', 9, 8),
    ('OpenHarmony-3.0-LTS', 'undated', null, null, null, null, null, null, 9, 8)
) t(release_branch, release_state, dated_by, began_on, released_on, previous_branch, from_on, until_on, own_repository_count, collected_repository_count);

create table marts.openharmony_activity as
select
    kind as period_kind, id as period_id, employer_group, from_on, until_on, kind != 'all' and id not in ('master', '2026') as is_complete,
    n as commit_count, n / whole as share_ratio, 0.8 as identified_ratio, n * 40 as line_count, n * 40 as known_line_count,
    case when n >= 50 then n // 10 end as contributor_count, case when n >= 50 then n // 50 end as newcomer_count,
    case when n >= 50 and id != 'master' then 0.625 end as retained_newcomer_ratio,
    case when n >= 50 then n // 10 + if(kind = 'all', 4, 0) end as unjoined_contributor_count, case when n >= 50 then n // 50 end as unjoined_newcomer_count,
    case when n >= 50 and id != 'master' then 0.625 end as unjoined_retained_newcomer_ratio,
    case employer_group when 'all' then 5 else 1 end as organization_count, case employer_group when 'all' then 1 when 'university' then 1 else 0 end as university_count,
    case employer_group when 'all' then 8 else 2 end as repository_count, null::bigint as merged_change_request_count, null::double as median_hours_to_merge
from (values
    ('all', 'all', date '2021-03-01', date '2026-11-23', 2000), ('release', 'OpenHarmony-4.1-Release', date '0001-01-01', date '2024-03-31', 900),
    ('release', 'OpenHarmony-5.0.0-Release', date '2024-04-01', date '2024-09-29', 600), ('release', 'OpenHarmony-5.0-Release', date '2024-04-01', date '2024-08-03', 400), ('release', 'master', date '2024-09-30', date '2026-11-23', 500),
    ('year', '2026', date '2026-01-01', date '2026-12-31', 300), ('month', '2026-10', date '2026-10-01', date '2026-10-31', 30)
) p(kind, id, from_on, until_on, whole),
(values ('all', 1.0), ('guangzhou@all', 0.04), ('guangzhou@medium', 0.04), ('guangzhou', 0.01), ('university', 0.01)) g(employer_group, part),
lateral (select (whole * part)::bigint as n);

create table marts.openharmony_employers as
select * from (values
    ('mountain.example', '远山集团', 'Mountain Corporation', false, 'enterprise', '深圳', 'Shenzhen', false, 'made up'),
    ('group.example', '长河集团', 'Long River Group', true, 'enterprise', null, null, false, 'made up'),
    ('qihang', '启航电子', 'Qihang Electronics', false, 'enterprise', '广州', 'Guangzhou', true, 'made up'),
    ('wuyangda', '五羊大学', 'Wuyang University', false, 'university', '广州', 'Guangzhou', true, 'made up')
) t(employer_id, name_zh, name_en, is_group, kind, city_zh, city_en, is_guangzhou, source);

create table marts.openharmony_shares as
select
    period_kind, period_id, employer_class, employer_id, case when employer_id = 'wuyangda' then 'high' when employer_id = 'qihang' then 'medium' end as confidence,
    coalesce(employer_id in ('qihang', 'wuyangda'), false) as is_guangzhou, coalesce(employer_id = 'wuyangda', false) as is_university,
    (a.commit_count * part)::bigint as commit_count, (a.commit_count * part * 0.9)::bigint as signed_off_count, 2 as repository_count,
    a.commit_count as period_commit_count, part as share_ratio, 0.8 as identified_ratio
from marts.openharmony_activity a,
(values
    ('organization', 'mountain.example', 0.7), ('group', 'group.example', 0.06), ('organization', 'qihang', 0.03), ('organization', 'wuyangda', 0.01),
    ('contractor', null, 0.12), ('personal', null, 0.07), ('unlisted', null, 0.01)
) e(employer_class, employer_id, part)
where a.employer_group = 'all';

create table marts.openharmony_cities as
select
    a.period_kind, a.period_id, city_zh, city_en, (a.commit_count * part)::bigint as commit_count, n as organization_count, part as share_ratio,
    0.74 as located_ratio, 0.8 as identified_ratio
from marts.openharmony_activity a, (values ('深圳', 'Shenzhen', 0.7, 1), ('广州', 'Guangzhou', 0.04, 2), (null, null, 0.26, 1)) c(city_zh, city_en, part, n)
where a.employer_group = 'all';

create table marts.openharmony_sigs as
select * from (values
    ('sig_board', 'active', ['Board'], 4, ['mountain.example'], false), ('sig_account', 'active', ['Account'], 0, ['wuyangda'], true),
    ('sig_quiet', 'active', ['Quiet'], 0, ['personal'], false)
) t(sig_id, status, sub_systems, listed_repository_count, leader_employers, is_led_from_guangzhou);

create table marts.openharmony_sig_activity as
select period_kind, period_id, 'sig_board' as sig_id, 4 as repository_count, commit_count // 2 as commit_count, commit_count // 20 as contributor_count, commit_count // 20 as unjoined_contributor_count,
    4 as organization_count, commit_count // 30 as guangzhou_commit_count, 0.7 as identified_ratio
from marts.openharmony_activity where employer_group = 'all';

create table marts.openharmony_sig_seats as
select * from (values
    ('sig_board', 'leader', 'organization', 'mountain.example', 1, 0, false), ('sig_account', 'leader', 'organization', 'wuyangda', 1, 0, true),
    ('sig_quiet', 'leader', 'personal', null, 1, 0, false), ('sig_board', 'committer', 'organization', 'mountain.example', 8, 4, false),
    ('sig_board', 'committer', 'organization', 'qihang', 2, 1, true)
) t(sig_id, role, employer_class, employer_id, seat_count, repository_count, is_guangzhou);

create table marts.openharmony_guangzhou as
select * from (values
    ('qihang', '启航电子', 'Qihang Electronics', 'device_board_qihang', 'sig_board', 'medium', 60, 0.5, date '2023-02-01', date '2024-03-01', 2, true, 'OpenHarmony-4.1-Release', false),
    ('qihang', '启航电子', 'Qihang Electronics', 'vendor_qihang', 'sig_board', null, null, null, null, null, 1, true, 'OpenHarmony-4.1-Release', false),
    ('wuyangda', '五羊大学', 'Wuyang University', 'build', 'sig_board', 'high', 20, 0.02, date '2024-02-01', date '2026-10-01', 0, false, 'master', true)
) t(organization_id, name_zh, name_en, repository_name, sig_id, confidence, commit_count, share_ratio, first_on, last_on, committer_seat_count, is_claimed, last_release, is_in_master);

create table marts.openharmony_vendors as
select * from (values
    ('all', 'qihang', 'qihang', true, 1, 0, 1, 'OpenHarmony-4.1-Release', 1, 120, 60), ('all', 'mountain', null, false, 1, 1, 0, 'master', 0, null, null),
    ('OpenHarmony-4.1-Release', 'qihang', 'qihang', true, 1, 0, 1, 'OpenHarmony-4.1-Release', 1, 120, 60), ('master', 'mountain', null, false, 1, 1, 0, 'master', 0, null, null)
) t(release_branch, vendor, organization_id, is_guangzhou, board_count, soc_count, product_count, last_release, collected_repository_count, commit_count, vendor_commit_count);

create table marts.openharmony_release_changes as
select * from (values
    ('OpenHarmony-5.0.0-Release', 'OpenHarmony-4.1-Release', date '2024-09-29', 'dropped', 'device_board_qihang', null, 'device/board/qihang', false, 'qihang', true),
    ('OpenHarmony-5.0.0-Release', 'OpenHarmony-4.1-Release', date '2024-09-29', 'renamed', 'old_name', 'new_name', 'foundation/name', false, null, false),
    ('master', 'OpenHarmony-5.0.0-Release', null, 'added', null, 'fresh', 'foundation/fresh', false, null, false)
) t(release_branch, previous_branch, released_on, change, old_name, new_name, source_path, is_upstream_code, organization_id, is_guangzhou);

create table marts.openharmony_manifest_changes as
select 'master' as release_branch, 'added' as change, null::varchar as old_name, 'fresh' as new_name, 'foundation/fresh' as source_path, date '2026-11-20' as changed_on;

create table marts.openharmony_libraries as
select * from (values
    (date '2026-09-01', 'ohpm', true, 3, 3, 4, 1), (date '2026-11-01', 'ohpm', false, 1, 4, 2, 0), (date '2025-05-01', 'repository', true, 2, 2, null, 0)
) t(month_on, channel, is_complete, new_count, total_count, release_count, guangzhou_new_count);

create table marts.openharmony_forges as
select * from (values
    ('core', 'gitee', 10, 10, 0, 0, 0), ('core', 'gitcode', 10, 10, 8, 2600, 2600), ('core', 'github', 8, 8, 8, 2600, 2600), ('core', 'all', 28, 10, 16, 5200, 2600)
) t(part, forge, place_count, repository_count, collected_place_count, membership_count, commit_count);

create table marts.openharmony_locations as
select 'core' as part, 'build' as name, true as is_in_manifest, false as is_upstream_code, forge || ':openharmony/build' as repository_id, forge,
    case forge when 'gitcode' then 'own' else 'mirror' end as role, true as is_named_so, forge != 'gitee' or null as shares_root_commit,
    case forge when 'gitee' then 'gitcode:openharmony/build' end as continued_as, case forge when 'gitee' then date '2025-09-15' end as closed_on,
    case when forge != 'gitee' then 300 end as held_commit_count
from (values ('gitcode'), ('gitee'), ('github')) f(forge);

create table marts.openharmony_migration as
select * from (values
    ('core', 'build', 'issue', 30, 45, 25, 25, 0.96, 2, 50, 'imported'), ('core', 'build', 'change_request', 100, 20, 0, 0, null, 7, 120, 'not_imported')
) t(part, name, thread_kind, gitee_count, gitcode_count, gitcode_before_move_count, carried_count, carried_same_author_ratio, ended_by_move_count, counted_count, import_state);

create table marts.openharmony_counting_rules as
select * from (values
    (2026, 'activity', '社区计合并请求，这里计提交', 'They count change requests, we count commits', 'made-up minutes', 'count', 300, 120, -180),
    (2026, 'universities', '社区要求满 1000 行', 'They ask for 1,000 lines', 'made-up minutes', 'count', 1, null, null)
) t(year, rule, rule_zh, rule_en, source, unit, our_value, their_value, difference);

create table marts.openharmony_responses as
select date '2026-10-01' as month_on, 'change_request' as thread_kind, 20 as thread_count, 8 as read_count, 0.4 as read_ratio, 6 as answered_count, 5.5 as median_hours_to_first_response;
