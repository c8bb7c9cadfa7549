-- grain: one row per outgoing and incoming licence or class: what a combination asks for
-- A rule for two licences goes before the rule for their classes. It helps to find what a lawyer should look at, and is no
-- legal advice: how two works are combined (linked, called, copied) decides, and no manifest tells that.
-- column: outgoing | 仓库自身的许可证或类别 | licence or class of the repository itself
-- column: incoming | 依赖的许可证或类别 | licence or class of what it depends on
-- column: verdict | compatible 相容，conditions 相容但须履行义务，review 须核对 | compatible; compatible with duties; to be looked at
-- column: reason_zh | 理由 | reason
-- column: reason_en | 理由（英文） | reason in English
-- column: source | 依据 | source

select *
from (values
    ('permissive', 'permissive', 'compatible', '保留版权与许可声明即可。', 'Keep the notices.', 'https://www.gnu.org/licenses/license-list.html'),
    ('permissive', 'weak_copyleft', 'conditions', '依赖部分仍适用其许可证，改动须公开，使用者须能替换该部分。', 'The dependency keeps its licence: its changes are published, and users can replace it.', 'https://www.mozilla.org/en-US/MPL/2.0/FAQ/'),
    ('permissive', 'strong_copyleft', 'review', '合并分发时，整体一般须按依赖的许可证提供。', 'Distributed together, the whole is generally under the licence of the dependency.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('permissive', 'network_copyleft', 'review', '通过网络提供服务时，一般也须提供整体的源代码。', 'Serving it over a network generally asks for the source of the whole.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('weak_copyleft', 'permissive', 'compatible', '保留版权与许可声明即可。', 'Keep the notices.', 'https://www.gnu.org/licenses/license-list.html'),
    ('weak_copyleft', 'weak_copyleft', 'conditions', '两者各自适用，须分别履行。', 'Each applies to its part.', 'https://www.mozilla.org/en-US/MPL/2.0/FAQ/'),
    ('weak_copyleft', 'strong_copyleft', 'review', '合并分发时，整体一般须按依赖的许可证提供。', 'Distributed together, the whole is generally under the licence of the dependency.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('weak_copyleft', 'network_copyleft', 'review', '通过网络提供服务时，一般也须提供整体的源代码。', 'Serving it over a network generally asks for the source of the whole.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('strong_copyleft', 'permissive', 'compatible', '保留版权与许可声明即可。', 'Keep the notices.', 'https://www.gnu.org/licenses/license-list.html'),
    ('strong_copyleft', 'weak_copyleft', 'conditions', '多数可以合并，须看双方版本。', 'Mostly combinable; the versions decide.', 'https://www.gnu.org/licenses/license-list.html'),
    ('strong_copyleft', 'strong_copyleft', 'conditions', '同一许可证可以合并；版本不同的须核对是否允许“或更高版本”。', 'One licence combines with itself; other versions only where “or later” allows.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('strong_copyleft', 'network_copyleft', 'review', '只有第三版之间有明文许可，且网络条款对整体生效。', 'Only versions 3 allow it expressly, and the network clause then covers the whole.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('network_copyleft', 'permissive', 'compatible', '保留版权与许可声明即可。', 'Keep the notices.', 'https://www.gnu.org/licenses/license-list.html'),
    ('network_copyleft', 'weak_copyleft', 'conditions', '多数可以合并，须看双方版本。', 'Mostly combinable; the versions decide.', 'https://www.gnu.org/licenses/license-list.html'),
    ('network_copyleft', 'strong_copyleft', 'conditions', '第三版之间有明文许可，第二版须核对。', 'Versions 3 allow it expressly; version 2 is to be looked at.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('network_copyleft', 'network_copyleft', 'conditions', '同一许可证可以合并，须提供整体源代码。', 'One licence combines with itself; the source of the whole is offered.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('GPL-2.0', 'Apache-2.0', 'review', '自由软件基金会认为二者不相容，除非允许“或更高版本”。', 'Not compatible according to the FSF, unless “or later” is allowed.', 'https://www.apache.org/licenses/GPL-compatibility.html'),
    ('GPL-2.0-only', 'Apache-2.0', 'review', '自由软件基金会认为二者不相容。', 'Not compatible according to the FSF.', 'https://www.apache.org/licenses/GPL-compatibility.html'),
    ('GPL-2.0-only', 'GPL-3.0-only', 'review', '两个版本互不相容。', 'The two versions are not compatible.', 'https://www.gnu.org/licenses/gpl-faq.html'),
    ('GPL-3.0-only', 'GPL-2.0-only', 'review', '两个版本互不相容。', 'The two versions are not compatible.', 'https://www.gnu.org/licenses/gpl-faq.html')
) r(outgoing, incoming, verdict, reason_zh, reason_en, source)
