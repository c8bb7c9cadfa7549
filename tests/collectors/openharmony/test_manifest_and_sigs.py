"""The manifest and the list of groups, on small files written by hand."""

import json
from pathlib import Path

import pytest

from collectors.identity.mailboxes import MailboxKey
from collectors.openharmony.manifest import ManifestError, manifest_repositories
from collectors.openharmony.sigs import SigListError, sig_records
from collectors.records import SigSeat, SpecialInterestGroup

FILES = {
    "default.xml": b"""<manifest><remote name="gitcode" fetch="https://gitcode.com/openharmony"/>
        <default remote="gitcode" revision="master"/>
        <include name="ohos/ohos.xml"/><include name="chipsets/all.xml"/></manifest>""",
    "ohos/ohos.xml": b"""<manifest>
        <project name="build" path="build" groups="ohos:mini,ohos:small,ohos:standard,ohos:system"/>
        <project name="openharmony/arkui.git" path="foundation/arkui" groups="ohos:standard,ohos:system"/>
        <project name="dropped" path="dropped"/>
        <remove-project name="dropped"/></manifest>""",
    "chipsets/all.xml": b"""<manifest><include name="chipsets/board.xml"/></manifest>""",
    "chipsets/board.xml": b"""<manifest><project name="device_board" revision="v1"/>
        <extend-project name="device_board" groups="ohos:mini, ohos:chipset"/>
        <include name="ohos/ohos.xml"/></manifest>""",
}


def test_a_manifest_is_resolved_through_its_includes():
    repositories = {r.name: r for r in manifest_repositories("OpenHarmony-5.0.0-Release", FILES.get)}
    assert set(repositories) == {"build", "arkui", "device_board"}
    assert repositories["build"].system_types == ("mini", "small", "standard")
    assert repositories["arkui"].source_path == "foundation/arkui"
    board = repositories["device_board"]
    assert (board.repository_class, board.groups, board.revision) == (
        "chipset",
        ("ohos:chipset", "ohos:mini"),
        "v1",
    )
    assert board.source_path == "device_board"  # no path given: the name


def test_a_missing_include_names_the_file():
    with pytest.raises(ManifestError, match=r"chipsets/all\.xml"):
        manifest_repositories("master", {k: v for k, v in FILES.items() if k != "chipsets/all.xml"}.get)


def test_a_broken_file_names_itself():
    with pytest.raises(ManifestError, match=r"ohos/ohos\.xml: not XML"):
        manifest_repositories("master", (FILES | {"ohos/ohos.xml": b"<manifest>"}).get)


@pytest.fixture
def mailbox_key(tmp_path: Path) -> MailboxKey:
    return MailboxKey.open(tmp_path / "key")


def person(login: str, mailbox: str) -> dict[str, str]:
    return {"gitee_id": f"https://gitee.com/{login}", "gitee_email": mailbox}


def test_groups_and_seats_without_people(mailbox_key: MailboxKey):
    chair = person("Chair", "chair@maker.example")
    groups = [
        {
            "sig_name": "sig_board",
            "sig_status": "active",
            "leader": chair,
            "sub_system": ["L1S_Board"],
            "projects": [
                {"https_url": "https://gitcode.com/openharmony/device_board", "committer": [chair, chair]},
                {"https_url": "https://gitcode.com/openharmony/vendor.git", "committer": [person("x", " ")]},
            ],
        }
    ]
    records = sig_records(json.dumps(groups).encode(), mailbox_key)
    key = mailbox_key.hashed("chair@maker.example").key
    assert [type(r) for r in records] == [SpecialInterestGroup, SigSeat, SigSeat]
    group, leader, committer = records
    assert isinstance(group, SpecialInterestGroup)
    assert (group.leader_domains, group.repository_count) == (("maker.example",), 2)
    assert isinstance(leader, SigSeat)
    assert isinstance(committer, SigSeat)
    assert (leader.role, leader.repository_name, leader.person_key) == ("leader", "", key)
    assert (committer.role, committer.repository_name) == ("committer", "device_board")
    assert committer.person_account == "gitee:@chair"
    assert "chair@" not in repr(records)


def test_an_unknown_list_is_refused(mailbox_key: MailboxKey):
    with pytest.raises(SigListError, match="sigs_list"):
        sig_records(b'[{"name": "renamed"}]', mailbox_key)
