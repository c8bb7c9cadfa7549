"""Fictional organisations of every kind, sector and district. Every name says that it is a demonstration."""

import random
from dataclasses import dataclass

MARK_ZH = "演示"
MARK_EN = "Demo"
LOGIN_PREFIX = "demo-"

# word, Chinese, English: the districts are real, the parks are not
DISTRICTS = (
    ("tianhe", "天河区", "Tianhe"), ("huangpu", "黄埔区", "Huangpu"), ("haizhu", "海珠区", "Haizhu"),
    ("panyu", "番禺区", "Panyu"), ("nansha", "南沙区", "Nansha"), ("yuexiu", "越秀区", "Yuexiu"),
    ("baiyun", "白云区", "Baiyun"), ("liwan", "荔湾区", "Liwan"), ("huadu", "花都区", "Huadu"),
    ("zengcheng", "增城区", "Zengcheng"), ("conghua", "从化区", "Conghua"),
)  # fmt: skip
PARKS = (
    ("demo-software-park", "演示软件园", "Demo Software Park"),
    ("demo-science-city", "演示科学城", "Demo Science City"),
    ("demo-campus", "演示大学城", "Demo Campus"),
)

_STEMS = (
    ("云岭", "yunling"), ("星澜", "xinglan"), ("木棉", "mumian"), ("珠浪", "zhulang"), ("粤帆", "yuefan"),
    ("榕声", "rongsheng"), ("荔光", "liguang"), ("南屿", "nanyu"), ("鹭洲", "luzhou"), ("衡石", "hengshi"),
    ("青穗", "qingsui"), ("海砚", "haiyan"), ("骑楼", "qilou"), ("雁塔", "yanta"), ("潮信", "chaoxin"),
    ("飞檐", "feiyan"), ("白鹇", "baixian"), ("岭舟", "lingzhou"), ("芒种", "mangzhong"), ("晨钟", "chen"),
)  # fmt: skip

_KINDS = (
    # kind, sector, what it is called in Chinese and English, how often
    ("enterprise", "internet", "网络科技", "Network Technology"),
    ("enterprise", "operating_system", "系统软件", "Systems Software"),
    ("university", "education", "大学", "University"),
    ("enterprise", "electronic_information", "电子", "Electronics"),
    ("enterprise", "ai", "智能", "Intelligence"),
    ("community", "other", "开源社区", "Open Source Community"),
    ("enterprise", "automotive", "汽车", "Automotive"),
    ("institute", "ai", "研究院", "Research Institute"),
    ("enterprise", "industrial_software", "工业软件", "Industrial Software"),
    ("enterprise", "energy_power", "电力", "Power"),
    ("enterprise", "industrial_internet", "工业互联", "Industrial Internet"),
    ("foundation", "other", "开源基金会", "Open Source Foundation"),
    ("enterprise", "cnc", "数控", "Machine Tools"),
    ("enterprise", "high_end_equipment", "装备", "Equipment"),
    ("government", "other", "公共数据中心", "Public Data Centre"),
    ("enterprise", "game", "互动娱乐", "Interactive Games"),
    ("enterprise", "finance", "金融科技", "Financial Technology"),
    ("enterprise", "infosec", "信息安全", "Information Security"),
)
_SIZE_CLASSES = ("large", "medium", "small", "micro")


@dataclass(frozen=True, slots=True)
class Organization:
    """One organisation, the same on every forge."""

    organization_id: str
    name_zh: str
    name_en: str
    kind: str
    sector: str
    district: str | None
    park: str | None
    size_class: str
    is_backbone: bool
    relation: str  # guangzhou | reference
    login: str  # of its account on every forge where it has one
    mail_domain: str
    domain_scope: str  # exclusive | shared
    has_public_account: bool
    weight: float  # its share of repositories and people


def _stem(number: int) -> tuple[str, str]:
    zh, latin = _STEMS[number % len(_STEMS)]
    turn = number // len(_STEMS)
    return (zh, latin) if turn == 0 else (f"{zh}{turn + 1}", f"{latin}{turn + 1}")


def make_organization(seed: int, number: int) -> Organization:
    """Make the ``number``-th organisation of a world; every 18 in a row cover every kind and sector."""
    rng = random.Random(f"{seed}:organization:{number}")
    kind, sector, suffix_zh, suffix_en = _KINDS[number % len(_KINDS)]
    stem_zh, latin = _stem(number)
    reference = kind == "foundation"
    return Organization(
        organization_id=f"{LOGIN_PREFIX}{latin}",
        name_zh=f"{MARK_ZH}·{stem_zh}{suffix_zh}",
        name_en=f"{MARK_EN} {latin.capitalize()} {suffix_en}",
        kind=kind,
        sector=sector,
        district=None if reference else DISTRICTS[number % len(DISTRICTS)][0],
        park=rng.choice((*PARKS, (None,)))[0] if kind == "enterprise" else None,
        size_class=rng.choice(_SIZE_CLASSES),
        is_backbone=number % 7 == 0,
        relation="reference" if reference else "guangzhou",
        login=f"{LOGIN_PREFIX}{latin}",
        mail_domain=f"{latin}.example",
        domain_scope="shared" if number % 9 == 4 else "exclusive",
        has_public_account=number % 6 != 5 or reference,
        weight=1 / (1 + number % len(_KINDS)) ** 0.8,
    )


def make_organizations(seed: int, scale: float) -> list[Organization]:
    """Make 18 organisations at scale 1, growing with the square root of the scale."""
    return [make_organization(seed, number) for number in range(max(4, round(18 * scale**0.5)))]
