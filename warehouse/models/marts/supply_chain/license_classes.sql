-- grain: one row per way in which a licence is written, in lower case
-- Classes follow what the licences themselves ask for, as the Free Software Foundation and the Open Source Initiative
-- describe them. What is not listed is unknown, never assumed permissive.
-- column: license | 许可证的写法（小写） | how it is written, in lower case
-- column: spdx_id | SPDX 编号 | SPDX identifier
-- column: license_class | 类别：permissive 宽松，weak_copyleft 弱著佐权，strong_copyleft 强著佐权，network_copyleft 网络著佐权 | class
-- column: source | 依据 | source

with

listed as (
    select * from (values
        ('permissive', ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BSL-1.0', 'CC0-1.0', 'ISC', 'MIT', 'MIT-0',
            'MulanPSL-1.0', 'MulanPSL-2.0', 'PostgreSQL', 'Python-2.0', 'Unlicense', 'WTFPL', 'Zlib']),
        ('weak_copyleft', ['CDDL-1.0', 'CPL-1.0', 'EPL-1.0', 'EPL-2.0', 'LGPL-2.0', 'LGPL-2.0-only', 'LGPL-2.0-or-later', 'LGPL-2.1',
            'LGPL-2.1-only', 'LGPL-2.1-or-later', 'LGPL-3.0', 'LGPL-3.0-only', 'LGPL-3.0-or-later', 'MPL-1.1', 'MPL-2.0']),
        ('strong_copyleft', ['GPL-2.0', 'GPL-2.0-only', 'GPL-2.0-or-later', 'GPL-3.0', 'GPL-3.0-only', 'GPL-3.0-or-later',
            'MulanPubL-2.0']),
        ('network_copyleft', ['AGPL-3.0', 'AGPL-3.0-only', 'AGPL-3.0-or-later', 'OSL-3.0'])
    ) l(license_class, spdx_ids)
),

others as (
    select * from (values
        ('apache 2.0', 'Apache-2.0'), ('apache license 2.0', 'Apache-2.0'), ('apache software license', 'Apache-2.0'),
        ('mit license', 'MIT'), ('the mit license', 'MIT'), ('isc license', 'ISC'),
        ('gplv2', 'GPL-2.0-only'), ('gplv3', 'GPL-3.0-only'), ('agplv3', 'AGPL-3.0-only'), ('lgplv3', 'LGPL-3.0-only')
    ) o(license, spdx_id)
),

known as (
    select unnest(spdx_ids) as spdx_id, license_class from listed
)

select lower(spdx_id) as license, spdx_id, license_class, 'https://spdx.org/licenses/' || spdx_id as source
from known
union all
select o.license, o.spdx_id, k.license_class, 'https://spdx.org/licenses/' || o.spdx_id
from others o
join known k using (spdx_id)
