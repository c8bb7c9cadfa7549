-- Dependencies of the made-up repositories, their licences, and what is left open.

create table marts.license_classes as
select lower(spdx_id) as license, spdx_id, license_class, 'https://spdx.org/licenses/' || spdx_id as source
from (values ('Apache-2.0', 'permissive'), ('MIT', 'permissive'), ('MulanPSL-2.0', 'permissive'), ('BSD-3-Clause', 'permissive'),
    ('MPL-2.0', 'weak_copyleft'), ('GPL-2.0-only', 'strong_copyleft'), ('AGPL-3.0', 'network_copyleft')) c(spdx_id, license_class);

create table marts.license_rules as
select *, 'https://licence.example/' as source
from (values
    ('permissive', 'permissive', 'compatible', '保留声明', 'Keep the notices'),
    ('permissive', 'strong_copyleft', 'review', '整体须按依赖的许可证', 'The whole is under the dependency''s licence'),
    ('GPL-2.0-only', 'Apache-2.0', 'review', '二者不相容', 'Not compatible')
) r(outgoing, incoming, verdict, reason_zh, reason_en);

create table marts.dependencies as
select *
from (values
    ('github:zhushui/riverbed', 'package.json', 'npm', 'left', 'runtime', '1.9.0', 'npm:left', null, 'exact', '1.9.0', date '2025-03-01', null, null::date, '2.0.0', date '2026-06-01', false, 457, 1, 'major', null, 'GPL-2.0-only', 'strong_copyleft', 'permissive', 'review'),
    ('github:zhushui/riverbed', 'package.json', 'npm', 'up', 'runtime', '^2.0.0', 'npm:up', '2.0.0', 'locked', '2.0.0', null, null, null, '2.0.0', null, false, null, 0, 'none', null, 'MIT', 'permissive', 'permissive', 'compatible'),
    ('github:zhushui/riverbed', 'package.json', 'npm', 'down', 'runtime', '^1.0.0', 'npm:down', null, 'range', null, null, '1.4.0', date '2025-01-01', '3.1.0', date '2026-01-01', true, 365, 3, 'major', 'no_version', 'MIT', 'permissive', 'permissive', 'compatible'),
    ('github:zhushui/riverbed', 'package.json', 'npm', 'jest', 'development', '*', null, null, 'range', null, null, null, null, null, null, null, null, null, null, 'no_version', null, null, 'permissive', null),
    ('github:qihang/board-support', 'pyproject.toml', 'pypi', 'right', 'runtime', '==1.0', null, null, 'exact', '1.0', null, null, null, null, null, null, null, null, null, 'not_collected', null, null, 'strong_copyleft', null)
) d(repository_id, manifest, ecosystem, name, kind, requirement, package_id, locked_version, version_basis, used_version, used_on,
    allowed_version, allowed_on, newest_version, newest_on, is_at_least, lag_days, newer_release_count, behind, unknown_reason,
    license, license_class, outgoing_class, verdict);

create table marts.supply_chain_points as
select repository_id, 'no_license' as point, 1 as case_count, null::varchar as detail from marts.repositories where not has_license
union all
select repository_id, 'no_security_policy', 1, null from marts.repositories where not has_security_policy
union all
select 'github:zhushui/riverbed', 'far_behind', 1, 'left'
union all
select 'github:zhushui/riverbed', 'license_review', 1, 'left';
