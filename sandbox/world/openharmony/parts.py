"""What the demonstration's OpenHarmony is made of: its releases, repositories, groups and employers.

The releases and their days are real ones, and so are the names of owners, since they are what is looked for.
All else is invented and says so in its name.
"""

from typing import NamedTuple

OWNER, LIBRARIES, INCUBATION = "openharmony", "openharmony-tpc", "openharmony-sig"
MIRRORS = "demo-openharmony-mirrors"  # on GitHub, in the name of nobody
MANIFEST, COMMUNITY = "manifest", "community"
PROJECT = "demo-openharmony"
BEGAN = "2020-09-08"
MOVED = "2025-09-15T00:00:00+08:00"
SYSTEM = "default,ohos:standard,ohos:system"
EVERYWHERE = "default,ohos:mini,ohos:small,ohos:standard,ohos:system"
LITE = "default,ohos:mini,ohos:small"
CHIPSET = "default,ohos:standard,ohos:chipset"
DEVELOPMENT = "master"


class Cut(NamedTuple):
    """A release branch of the manifest: when it left the development, and when it was tagged."""

    cut_on: str
    tagged_on: str | None = None


RELEASES = {
    "OpenHarmony-4.0-Release": Cut("2023-09-13", "2023-10-26"),
    "OpenHarmony-5.0.0-Release": Cut("2024-09-29", "2024-09-29"),
    "OpenHarmony-6.0-Release": Cut("2025-08-18", "2025-09-06"),
    "OpenHarmony-6.1-Release": Cut("2026-02-02", "2026-03-07"),
    "OpenHarmony-6.1-LTS": Cut("2026-05-28"),
}
"""The days are those of the manifest's repository: of the commit that begins a branch, and of its tag."""


class Employer(NamedTuple):
    """Who employs people that no organisation of the world does."""

    name_zh: str
    name_en: str
    domain: str
    people: int
    kind: str = "enterprise"
    city: tuple[str, str] | None = None  # Chinese, English; None: nobody settled it
    domain_scope: str | None = "exclusive"  # None: nobody registered the domain
    canonical_domain: str | None = None


EMPLOYERS = {
    "haishu": Employer("海枢终端", "Haishu Devices", "haishu.example", 40, city=("深圳", "Shenzhen")),
    "mistyped": Employer("", "", "haishuu.example", 2, canonical_domain="haishu.example"),
    "contractors": Employer("", "", "partners.haishu.example", 12, domain_scope="contractor"),
    "beiting": Employer("北亭信息", "Beiting Information", "beiting.example", 12, city=("北京", "Beijing")),
    "jiangwan": Employer("江湾软件", "Jiangwan Software", "jiangwan.example", 9, city=("上海", "Shanghai")),
    "luchuan": Employer(
        "麓川大学", "Luchuan University", "luchuan.example", 6, "university", ("长沙", "Changsha")
    ),
    "xihe": Employer("西禾科技", "Xihe Technology", "xihe.example", 3),
    "alone": Employer("", "", "alone.example", 1, domain_scope=None),
}
"""By a name of ours; one without a name is another mailbox of somebody else's people."""
OF_THE_WORLD = {
    "demo-yunling": 5,
    "demo-xinglan": 5,
    "demo-mumian": 7,
    "demo-zhulang": 6,
    "demo-yuefan": 4,
    "demo-liguang": 6,
}
"""How many people of which organisations of the world take part; demo-yuefan's mail domain is shared."""


class Part(NamedTuple):
    """A repository that the manifest names at some time."""

    name: str
    path: str
    groups: str
    sig: str | None
    since: str  # the day on which it was made and entered the manifest
    change_requests: int
    makers: tuple[tuple[str, int], ...]  # employers and how many of their people are its staff
    until: str | None = None  # the day on which it left the manifest
    former_name: str | None = None
    renamed_on: str | None = None
    on_gitee: str | None = None  # carried: its issues went along to GitCode; left: they did not
    claimed_by: str | None = None


PARTS = (
    Part(
        "demo_ability_runtime", "foundation/ability/demo_ability_runtime", SYSTEM, "sig_demo_appframework",
        BEGAN, 104, (("haishu", 5), ("contractors", 3), ("beiting", 2)), on_gitee="carried",
    ),
    Part(
        "demo_graphic_2d", "foundation/graphic/demo_graphic_2d", SYSTEM, "sig_demo_graphic",
        "2021-05-20", 76, (("haishu", 4), ("demo-yunling", 3), ("luchuan", 2)), on_gitee="carried",
    ),
    Part(
        "demo_communication_bus", "foundation/communication/demo_bus", EVERYWHERE, "sig_demo_connectivity",
        "2021-03-02", 64, (("haishu", 4), ("demo-xinglan", 4), ("contractors", 2)),
        former_name="demo_communication_link", renamed_on="2024-04-10", on_gitee="left",
    ),
    Part(
        "demo_hdf_core", "drivers/hdf/demo_core", EVERYWHERE, "sig_demo_driver",
        "2020-11-16", 58, (("haishu", 3), ("demo-zhulang", 4), ("contractors", 2)), on_gitee="left",
    ),
    Part(
        "demo_build", "build/demo", EVERYWHERE, "sig_demo_compileruntime",
        BEGAN, 48, (("haishu", 4), ("mistyped", 2), ("jiangwan", 2)), on_gitee="carried",
    ),
    Part(
        "demo_startup_lite", "base/startup/demo_lite", LITE, "sig_demo_compileruntime",
        "2020-12-01", 32, (("jiangwan", 3), ("haishu", 2), ("xihe", 2)), on_gitee="left",
    ),
    Part(
        "demo_security_vault", "base/security/demo_vault", SYSTEM, "sig_demo_security",
        "2023-12-05", 44, (("beiting", 4), ("haishu", 2), ("demo-yunling", 2)), on_gitee="carried",
    ),
    Part(
        "demo_education_samples", "applications/sample/demo_education", SYSTEM, "sig_demo_education",
        "2022-03-01", 46, (("demo-mumian", 5), ("luchuan", 3), ("alone", 1)), on_gitee="left",
    ),
    Part(
        "demo_ai_inference", "foundation/ai/demo_inference", SYSTEM, "sig_demo_appframework",
        "2025-10-20", 48, (("haishu", 3), ("demo-yuefan", 4), ("beiting", 2)),
    ),
    Part(
        "device_board_demo_zhulang", "device/board/demo_zhulang", CHIPSET, "sig_demo_devboard",
        "2022-06-06", 40, (("demo-zhulang", 6), ("haishu", 2)), until="2025-03-18", on_gitee="left",
        claimed_by="demo-zhulang",
    ),
    Part(
        "device_soc_demo_haishu", "device/soc/demo_haishu", CHIPSET, "sig_demo_devboard",
        "2021-08-23", 34, (("haishu", 4), ("contractors", 3)), on_gitee="carried",
    ),
    Part(
        "vendor_demo_liguang", "vendor/demo_liguang", CHIPSET, "sig_demo_devboard",
        "2024-02-26", 36, (("demo-liguang", 5), ("contractors", 2)), on_gitee="left",
        claimed_by="demo-liguang",
    ),
)  # fmt: skip


class Upstream(NamedTuple):
    """Code of others that the manifest names: nothing of it is collected."""

    name: str
    path: str
    groups: str
    since: str
    until: str | None = None


UPSTREAM = (
    Upstream("third_party_demo_zip", "third_party/demo_zip", EVERYWHERE, BEGAN),
    Upstream("third_party_demo_json", "third_party/demo_json", EVERYWHERE, BEGAN),
    Upstream("third_party_demo_tls", "third_party/demo_tls", EVERYWHERE, "2021-02-01"),
    Upstream("third_party_demo_codec", "third_party/demo_codec", SYSTEM, "2024-01-15", "2026-04-20"),
    Upstream("third_party_demo_font", "third_party/demo_font", SYSTEM, BEGAN, "2024-05-30"),
)


class Beside(NamedTuple):
    """A repository of another owner: a library, or something in incubation."""

    owner: str
    name: str
    since: str
    change_requests: int
    makers: tuple[tuple[str, int], ...]
    claimed_by: str | None = None


BESIDE = (
    Beside(LIBRARIES, "demo_ohos_chart", "2022-11-07", 14, (("demo-xinglan", 4),), "demo-xinglan"),
    Beside(LIBRARIES, "demo_ohos_cache", "2024-07-15", 12, (("jiangwan", 3),)),
    Beside(INCUBATION, "demo_robot_kit", "2025-05-12", 12, (("demo-mumian", 3), ("xihe", 2))),
)
MIRRORED = ("demo_ability_runtime", "demo_hdf_core")  # on GitHub, git only


class Group(NamedTuple):
    """A special interest group; its repositories are those of the parts that name it."""

    sig_id: str
    description: str
    sub_systems: tuple[str, ...]
    led_by: str  # an employer


GROUPS = (
    Group("sig_demo_appframework", "演示：应用程序框架", ("L1S_AAFwk", "L1S_AI"), "haishu"),
    Group("sig_demo_graphic", "演示：图形", ("L1S_Graphic",), "haishu"),
    Group("sig_demo_connectivity", "演示：互联", ("L1S_DSoftBus",), "haishu"),
    Group("sig_demo_driver", "演示：驱动", ("L1S_Driver",), "demo-zhulang"),
    Group("sig_demo_compileruntime", "演示：编译与启动", ("L1S_Compiler", "L1S_Startup"), "jiangwan"),
    Group("sig_demo_security", "演示：安全", ("L1S_Security",), "beiting"),
    Group("sig_demo_devboard", "演示：开发板", ("L1S_Board",), "haishu"),
    Group("sig_demo_education", "演示：教育", (), "demo-mumian"),
    Group("sig_demo_robot", "演示：机器人，尚无仓库", (), "luchuan"),
)
