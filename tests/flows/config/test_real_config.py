"""The config that the project ships: counts worked out by hand from the documents that it was made from."""

import re
from collections import Counter
from pathlib import Path

import pytest

from collectors.forges.known import KNOWN
from flows.config.load import load_config
from flows.registry.selection import registered_repositories, select, targets

FOLDER = Path(__file__).resolve().parents[3] / "config"


@pytest.fixture(scope="module")
def config():
    return load_config(FOLDER)


def test_organizations(config):
    assert Counter(row.relation for row in config.organizations) == {"guangzhou": 57, "reference": 2}
    kinds = Counter(row.kind for row in config.organizations if row.relation == "guangzhou")
    assert kinds == {"enterprise": 39, "university": 9, "institute": 4, "community": 3, "government": 2}
    assert Counter(row.district for row in config.organizations)["huangpu"] == 11
    parents = {row.organization_id: row.parent_organization_id for row in config.organizations}
    assert {key: value for key, value in parents.items() if value} == {
        "tencent-wxg-qmui": "tencent-wxg",
        "csg-digital": "csg",
        "bigo": "yy-joyy",
    }


def test_thirty_five_candidates_have_no_public_presence(config):
    candidates = {row.organization_id for row in config.organizations if row.relation == "guangzhou"}
    present = {row.organization_id for row in config.claims if row.subject_kind in ("account", "repository")}
    assert len(candidates & present) == 22
    assert len(candidates - present) == 35


def test_nothing_is_reviewed_yet(config):
    assert {row.review_status for row in config.claims} == {"unreviewed"}


def test_the_wider_tencent_account_is_claimed_only_by_repository(config):
    claims = {row.subject_id: row for row in config.claims}
    assert "github:Tencent" not in claims
    assert len([subject for subject in claims if subject.startswith("github:Tencent/")]) == 23
    assert claims["github:Tencent/MMKV"].affiliation_confidence == "high"
    assert claims["github:Tencent/WeKnora"].affiliation_confidence == "medium"
    assert claims["github:svga"].account_confidence == "medium"


def test_shared_domains_attribute_to_nobody(config):
    scopes = {row.domain: row.domain_scope for row in config.mail_domains}
    shared = {"tencent.com", "corp.netease.com", "alibaba-inc.com", "iscas.ac.cn", "sysu.edu.cn", "bigo.sg"}
    assert {scopes[domain] for domain in shared} == {"shared"}
    assert not shared & {row.subject_id for row in config.claims}
    assert (scopes["h-partners.com"], scopes["qq.com"]) == ("contractor", "personal")
    assert scopes["noreply.gitcode.com"] == "platform"
    canonical = {row.domain: row.canonical_domain for row in config.mail_domains}
    assert (canonical["huawe.com"], canonical["h-patners.com"]) == ("huawei.com", "h-partners.com")


def test_repositories(config):
    roles = Counter(row.role for row in config.repositories if row.forge == "github")
    assert roles == {"own": 455, "likely_fork": 30, "mirror": 26, "fork": 5}
    assert len(registered_repositories(config)) == 516 + 3 + 697 + 415
    assert Counter(row.package_id.partition(":")[0] for row in config.packages) == {
        "npm": 36,
        "pypi": 7,
        "ohpm": 6,
        "bioconductor": 2,
        "maven": 1,
    }


def test_openharmony(config):
    rows = config.openharmony_repositories
    assert len(rows) == 697
    assert len([row for row in rows if "master" in row.releases]) == 514
    assert len([row for row in rows if row.repository_class == "third_party"]) == 241
    assert Counter(release for row in rows for release in row.releases)["3.0-LTS"] == 245
    assert len(config.openharmony_sigs) == 52
    assert sum(row.repository_count for row in config.openharmony_sigs) == 453
    assert len([row for row in config.openharmony_sigs if row.leader_domain == "huawei.com"]) == 33


def test_the_starter_scope_is_small_on_one_forge_with_its_packages(config):
    selection = select(config, "starter")
    assert {row.forge for row in selection.repositories} == {"github"}
    assert [row.full_name for row in selection.repositories] == [
        "DMIRLAB-Group/CDMIR",
        "dotnet-campus/dotnetCampus.Ipc",
        "friendlyarm/matrix",
        "gizwits/Gizwits-GAgent",
        "openharmony/device_board_lango",
        "openharmony/vendor_alientek",
        "sysu/sysuthesis",
        "Tencent/libco",
        "Tencent/MMKV",
        "Tencent/phxqueue",
        "Tencent/vConsole",
        "vipshop/vjtools",
        "wechat-miniprogram/glass-easel",
        "xpeng-robotics/UniT",
    ]
    assert {row.depth for row in selection.repositories} == {"full"}
    found = targets(config, "starter")
    assert (len(found["pypi", "releases"]), len(found["npm", "releases"])) == (3, 6)


def test_the_openharmony_scope_is_its_own_code_where_it_lives_and_where_it_stood(config):
    """Own names: 331 of master's 514, 110 that left the manifest since, 15 that only the list of SIGs has.

    The manifest and two others stand in repositories.csv. 44 are first named by releases made after the move,
    so that they never stood on Gitee. The 241 upstream names are described, and the scope's in no other way.
    """
    selection = select(config, "openharmony")
    assert Counter((row.forge, row.role) for row in selection.repositories) == {
        ("gitcode", "own"): 331 + 110 + 15 + 3,
        ("gitee", "mirror"): 331 + 110 + 15 + 3 - 44,
    }
    assert {row.mirror_of for row in selection.repositories if row.forge == "gitee"} <= {
        row.repository_id for row in selection.repositories
    }
    assert {(row.forge, row.role) for row in selection.upstream} == {("gitcode", "upstream")}
    found = targets(config, "openharmony")
    assert len(found["gitcode", "repository"]) == 697 + 3 == 459 + 241
    assert {len(found["gitcode", kind]) for kind in KNOWN["gitcode"].kinds[1:]} == {459}
    assert len(found["git", "history"]) == 459


def test_accounts_are_looked_through_for_what_nobody_registered(config):
    """On Gitee two accounts of Guangzhou, whose claims are not sure; of OpenHarmony seven, all sure."""
    looked = {scope: _looked_through(config, scope) for scope in ("starter", "guangzhou", "openharmony")}
    assert looked["starter"] == set()
    assert {each for each in looked["guangzhou"] if not each.startswith("github:")} == {
        "gitee:gz-yami",
        "gitee:lango-tech_0",
    }
    owners = ("openharmony", "openharmony-sig", "openharmony-tpc")
    assert looked["openharmony"] == {
        "gitcode:openharmony_infra",
        *(f"{forge}:{owner}" for forge in ("gitcode", "gitee") for owner in owners),
    }
    surely = {row.subject_id for row in config.claims if row.account_confidence == "high"}
    assert looked["openharmony"] <= surely


def _looked_through(config, scope):
    found = targets(config, scope)
    return {target.target_id for forge in KNOWN for target in found[forge, "repositories"]}


def test_what_stood_on_gitee_is_known_by_its_releases(config):
    """412 own names of releases up to 6.0 or of none, and three that no manifest names; no upstream code."""
    places = {key: row for key, row in registered_repositories(config).items() if row.forge == "gitee"}
    assert len(places) == 412 + 3
    assert {"gitee:openharmony/manifest", "gitee:openharmony/community"} <= places.keys()  # in no release
    assert "gitee:openharmony/tee_tee_os_kernel" in places  # since 6.0, made nine days before the move
    assert "gitee:openharmony/arkui_arkui_cangjie_wrapper" not in places  # since 6.1
    assert "gitee:openharmony/third_party_musl" not in places
    assert {(row.role, row.depth, row.mirror_of) for row in places.values()} == {
        ("mirror", "metadata", f"gitcode:{row.full_name.lower()}") for row in places.values()
    }


def test_gitee_is_asked_by_its_interface_and_never_by_git(config):
    found = targets(config, "all")
    asked = {stream for stream, each in found.items() for target in each if target.target_id[:6] == "gitee:"}
    assert asked == {("gitee", kind) for kind in (*KNOWN["gitee"].kinds, "repositories")}
    assert len(found["gitee", "issues"]) == 412 + 3
    assert len(found["git", "history"]) == 455 + 4 + 459  # Guangzhou's own and mirrored, OpenHarmony


def test_the_guangzhou_scope_leaves_forks_out(config):
    """All 455 own ones, and four of OpenHarmony that its companies claim, at home, mirrored and before."""
    selection = select(config, "guangzhou")
    roles = Counter((row.forge, row.role) for row in selection.repositories)
    assert roles == {
        ("github", "own"): 455,
        ("github", "mirror"): 4,
        ("gitcode", "own"): 4,
        ("gitee", "mirror"): 4,
    }


def test_every_mirror_of_openharmony_knows_its_original(config):
    mirrors = [
        row
        for row in config.repositories
        if row.full_name.startswith("openharmony/") and row.role == "mirror"
    ]
    assert len(mirrors) == 23
    assert {row.mirror_of for row in mirrors} == {f"gitcode:{row.full_name}" for row in mirrors}


def test_coursework_counts_only_in_total(config):
    hidden = [row.account_id for row in config.accounts if row.is_aggregate_only]
    assert hidden == ["github:OSSD-Course-SYSU-1", "github:OSSD-Course-SYSU-2"]
    assert not [row.full_name for row in config.repositories if row.full_name.startswith("OSSD-Course")]


def test_no_file_names_a_mailbox_or_this_machine():
    for path in filter(Path.is_file, FOLDER.rglob("*")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\w@\w+\.\w", text), path.name
        assert "/work/" not in text and "/tmp/" not in text, path.name
