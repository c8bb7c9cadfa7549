"""Facts that no interface has, as an office would fill them in: members, milestones, trainings, all invented.

Each line names an organisation of the world by its id; what the templates show is written out, by column.
"""

from collections.abc import Iterator

from sandbox.config.rows import Row
from sandbox.world.invented import SOURCE
from sandbox.world.organizations import DISTRICTS, Organization
from sandbox.world.seasons import instant
from sandbox.world.world import World

_DISTRICTS = {word: name_zh for word, name_zh, _ in DISTRICTS}
_COLUMNS: dict[str, tuple[str, ...]] = {
    "centre_members": ("organization_name", "member_role", "joined_on", "left_on"),
    "centre_milestones": ("platform", "title", "reached_on"),
    "certified_products": (
        "organization_name", "product_name", "certificate_number", "product_kind", "sector", "certified_on",
        "expires_on",
    ),
    "industry_distributions": ("organization_name", "distribution_name", "upstream", "sector", "released_on"),
    "trainings": ("organization_name", "title", "audience", "participant_count", "held_on"),
    "courses": ("organization_name", "title", "level", "student_count", "started_on"),
    "competitions": ("organization_name", "title", "event_kind", "participant_count", "held_on"),
    "adoption_cases": ("organization_name", "title", "open_source_name", "sector", "adopted_on"),
    "foundation_participation": ("organization", "foundation", "role", "joined_on", "project_name"),
    "project_reviews": ("organization", "repository", "verdict", "criteria", "reviewed_on"),
}  # fmt: skip
_WITH_DISTRICT = ("centre_members", "certified_products", "adoption_cases")
_DAYS = (
    "joined_on",
    "reached_on",
    "certified_on",
    "released_on",
    "held_on",
    "started_on",
    "adopted_on",
    "reviewed_on",
)

_FACTS: dict[str, tuple[tuple[str | int, ...], ...]] = {
    "centre_members": (
        ("demo-xinglan", "共建单位", "2024-12-18"),
        ("demo-zhulang", "共建单位", "2024-12-18"),
        ("demo-mumian", "共建单位", "2024-12-18"),
        ("demo-liguang", "成员单位", "2025-03-20"),
        ("demo-qilou", "成员单位", "2025-04-10", "2026-04-09"),
        ("demo-yunling", "成员单位", "2025-06-11"),
        ("demo-hengshi", "成员单位", "2025-10-15"),
        ("demo-nanyu", "合作单位", "2026-02-05"),
        ("demo-luzhou", "成员单位", "2026-05-27"),
    ),
    "centre_milestones": (
        ("生态构建", "演示：适配清单发布", "2025-05-16"),
        ("生态构建", "演示：三方库专区上线", "2026-04-23"),
        ("技术评测", "演示：评测实验室投入使用", "2025-09-30"),
        ("产业聚集", "演示：首批单位入驻", "2025-07-08"),
        ("技术创新", "演示：开发板参考设计公布", "2025-12-12"),
        ("人才培养", "演示：首期师资班结业", "2025-11-28"),
        ("人才培养", "演示：实训基地启用", "2026-07-17"),
        ("行业创新", "演示：电力行业发行版立项", "2025-06-25"),
    ),
    "certified_products": (
        ("demo-yunling", "演示办公应用", "DEMO-0001", "应用", "互联网", "2024-04-11", "2026-04-10"),
        ("demo-zhulang", "演示工业平板", "DEMO-0002", "终端设备", "电子信息", "2024-08-20", "2027-08-19"),
        ("demo-zhulang", "演示开发板", "DEMO-0003", "模组开发板", "电子信息", "2025-03-14"),
        ("demo-liguang", "演示车机", "DEMO-0004", "终端设备", "汽车", "2025-10-22"),
        ("demo-hengshi", "演示电力终端", "DEMO-0005", "终端设备", "能源电力", "2026-01-30"),
        ("demo-xinglan", "演示发行版", "DEMO-0006", "软件发行版", "操作系统", "2026-06-09"),
    ),
    "industry_distributions": (
        ("demo-xinglan", "演示工控发行版", "开源欧拉", "工业软件", "2024-10-08"),
        ("demo-hengshi", "演示电力发行版", "开源鸿蒙", "能源电力", "2025-11-18"),
        ("demo-liguang", "演示汽车发行版", "开源鸿蒙", "汽车", "2026-03-26"),
    ),
    "trainings": (
        ("demo-mumian", "演示：开源入门", "在校学生", 60, "2024-11-15"),
        ("demo-xinglan", "演示：鸿蒙内核", "企业人员", 85, "2025-03-22"),
        ("demo-mumian", "演示：开源许可证", "教师", 40, "2025-06-14"),
        ("demo-zhulang", "演示：开发板适配", "企业人员", 96, "2025-09-20"),
        ("demo-yunling", "演示：代码评审", "企业人员", 120, "2025-12-06"),
        ("demo-mumian", "演示：鸿蒙应用开发", "在校学生", 110, "2026-03-28"),
        ("demo-nanyu", "演示：开源供应链安全", "社会公众", 75, "2026-06-20"),
        ("demo-zhulang", "演示：驱动开发", "企业人员", 90, "2026-08-29"),
        ("demo-mumian", "演示：开源治理", "教师", 130, "2026-10-24"),
    ),
    "courses": (
        ("demo-mumian", "演示：开源软件开发实践", "本科", 45, "2024-09-02"),
        ("demo-mumian", "演示：操作系统实验", "本科", 62, "2025-02-24"),
        ("demo-mumian", "演示：开源治理", "研究生", 20, "2026-03-02"),
    ),
    "competitions": (
        ("demo-mumian", "演示：开源校园行", "校园活动", 200, "2025-05-10"),
        ("demo-xinglan", "演示：鸿蒙应用竞赛", "竞赛", 320, "2025-10-25"),
        ("demo-yunling", "演示：开源大会", "会议", 500, "2026-05-16"),
        ("demo-zhulang", "演示：开发板挑战赛", "竞赛", 150, "2026-09-19"),
    ),
    "adoption_cases": (
        ("demo-luzhou", "演示：产线数据采集", "demo-base", "工业软件", "2025-04-18"),
        ("demo-hengshi", "演示：配电监测", "demo_hdf_core", "能源电力", "2025-11-30"),
        ("demo-qilou", "演示：机床边缘网关", "demo_communication_bus", "数控机床", "2026-05-08"),
        ("demo-baixian", "演示：对账系统", "demo-text", "金融", "2026-08-14"),
    ),
    "foundation_participation": (
        ("demo-xinglan", "开放原子开源基金会", "会员", "2023-06-01"),
        ("demo-xinglan", "开放原子开源基金会", "托管项目", "2024-11-20", "演示：轻量内核"),
        ("demo-zhulang", "开放原子开源基金会", "会员", "2025-02-10"),
        ("demo-mumian", "开放原子开源基金会", "捐赠人", "2025-09-05"),
        ("demo-yunling", "其他", "会员", "2024-03-18"),
    ),
    "project_reviews": (
        ("demo-xinglan", "gitcode:openharmony-tpc/demo_ohos_chart", "基础性", "演示：有依赖", "2025-12-19"),
        ("demo-zhulang", "gitcode:openharmony/device_board_demo_zhulang", "兼具", "演示：参考", "2025-06-18"),
        ("demo-liguang", "gitcode:openharmony/vendor_demo_liguang", "前瞻性", "演示：新的场景", "2026-06-18"),
    ),
}  # fmt: skip


def filled_registers(world: World) -> dict[str, list[Row]]:
    """Give the rows of every register, by its name, as far as the world has come and has the organisation."""
    organizations = {each.organization_id: each for each in world.cast.organizations}
    return {name: list(_rows(name, organizations, world.until)) for name in _FACTS}


def _rows(name: str, organizations: dict[str, Organization], until: int) -> Iterator[Row]:
    for fact in _FACTS[name]:
        row: Row = {**dict(zip(_COLUMNS[name], fact, strict=False)), "source": SOURCE}
        since = next(str(row[day]) for day in _DAYS if day in row)
        of = next((column for column in ("organization_name", "organization") if column in row), None)
        organization = organizations.get(str(row[of])) if of else None
        if instant(since) > until or (of and organization is None):
            continue
        if of and organization:
            row[of] = organization.name_zh
        if name in _WITH_DISTRICT and organization and organization.district:
            row["district"] = _DISTRICTS[organization.district]
        yield row
