"""The opt-out list at the edge and on what has landed: the same records either way, nobody's name told."""

import gzip
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from collectors import records
from collectors.http.recorded_pages import expire_pages, forget_pages
from collectors.identity.mailboxes import MailboxKey
from flows.cli.app import app
from flows.config.load import load_config
from flows.privacy.opt_outs import OPTED_OUT, OptOuts, append
from flows.registry import record_types
from flows.registry.records import registry_records
from warehouse.landing.file import encode

HER, HIS = "a" * 32, "b" * 32
PEOPLE = OptOuts([f"key:{HER}", "account:github:1234", "account:gitee:@her-login"])
NOW = datetime(2026, 1, 1, tzinfo=UTC)
COMMIT = records.Commit(
    sha="1" * 40,
    parent_shas=(),
    authored_at=NOW,
    author_offset_minutes=480,
    committed_at=NOW,
    committer_offset_minutes=480,
    key_id="k",
    author_key=HIS,
    author_domain="his.example",
    committer_key=HIS,
    committer_domain="his.example",
)


def test_a_commit_stays_and_is_nobodys():
    mine = replace(COMMIT, author_key=HER, author_domain="her.example", author_account="github:1234")
    assert PEOPLE.without([mine]) == [
        replace(COMMIT, author_key=OPTED_OUT, author_domain="", author_account=None)
    ]


def test_a_new_mailbox_is_known_by_the_account_beside_it():
    mine = replace(COMMIT, author_key="c" * 32, author_account="Gitee:@Her-Login", committer_key="c" * 32)
    (found,) = PEOPLE.without([mine])
    assert (found.author_key, found.committer_key, found.committer_domain) == (OPTED_OUT, OPTED_OUT, "")


def test_others_stay_as_they_are():
    like_hers = replace(COMMIT, author_account="github:12345")
    assert PEOPLE.without([COMMIT, like_hers]) == [COMMIT, like_hers]
    assert OptOuts(()).without([COMMIT]) == [COMMIT]


def test_what_is_about_the_person_alone_is_left_out():
    account = records.Account(account_id="github:1234", forge="github", login="Her-Login", kind="user")
    seat = records.SigSeat(
        sig_id="sig",
        repository_name="",
        role="leader",
        key_id="k",
        person_key=HER,
        person_domain="her.example",
    )
    claim = record_types.Claim(
        claim_id="C0001",
        subject_kind="account",
        subject_id="gitee:her-login",
        organization_id="zhu",
        evidence_kind="governance_record",
        source="made up",
        affiliation_confidence="high",
        account_confidence="high",
        valid_from_on=None,
        valid_until_on=None,
        review_status="unreviewed",
        reviewer=None,
        reviewed_on=None,
    )
    assert PEOPLE.without([account, seat, claim]) == []
    assert PEOPLE.without_deletions({"accounts": [{"account_id": "github:1234"}, {"account_id": "x"}]}) == {
        "accounts": [{"account_id": "x"}]
    }


def test_an_account_is_unknown_as_if_deleted_but_says_so_of_commits():
    link = records.CommitAccount(
        sha="1" * 40, forge="github", author_account_id="github:1234", committer_account_id=None
    )
    review = records.Review(
        repository_id="github:a/b",
        review_id="1",
        change_request_number="2",
        reviewer_account_id="github:1234",
        state="approved",
        submitted_at=NOW,
        comment_count=0,
    )
    found_link, found_review = PEOPLE.without([link, review])
    assert (found_link.author_account_id, found_review.reviewer_account_id) == (OPTED_OUT, None)


@given(
    author=st.sampled_from([HER, HIS]),
    committer=st.sampled_from([HER, HIS]),
    account=st.sampled_from([None, "github:1234", "github:99", "gitee:@her-login"]),
)
def test_a_landed_line_becomes_what_the_edge_would_have_landed(author, committer, account):
    """Else what is collected again would look changed, and a rebuild would differ."""
    record = replace(COMMIT, author_key=author, committer_key=committer, author_account=account)
    lines, *_ = encode([record])
    filtered, *_ = encode(PEOPLE.without([record]))
    assert [PEOPLE.line(line) for line in lines] == filtered


def test_landed_lines_about_the_person_alone_go():
    account = b'{"accounts":{"account_id":"github:1234","forge":"github","login":"Her-Login","kind":"user"}}'
    assert PEOPLE.line(account) is None
    assert PEOPLE.line(b'{"~accounts":{"account_id":"github:1234"}}') is None
    assert PEOPLE.line(b'{"~accounts":{"account_id":"github:12"}}') is not None


@pytest.mark.parametrize(
    ("text", "is_in"),
    [
        ('{"login":"her-login"}', True),
        ('{"author":{"id": 1234}}', True),
        ('{"databaseId":1234}', True),
        ('{"url":"https://forge.example/Her-Login/x"}', True),
        ('{"login":"her-login-2","id":12345}', False),
        ('{"number":1234}', False),
    ],
)
def test_a_page_that_names_them_is_known(text: str, is_in: bool):
    assert PEOPLE.is_in(text) is is_in
    assert not OptOuts(()).is_in(text)


def test_kept_pages_that_name_them_go_and_old_ones_expire(tmp_path: Path):
    for day, text in (("2026-01-01", "{}"), ("2026-01-31", '{"login":"her-login"}'), ("2026-01-30", "{}")):
        path = tmp_path / "forge.example" / day / "run-1.json.gz"
        path.parent.mkdir(parents=True)
        path.write_bytes(gzip.compress(text.encode()))
    assert forget_pages(tmp_path, PEOPLE.is_in) == 1
    assert expire_pages(tmp_path, today=date(2026, 1, 31), days=30) == 0
    assert expire_pages(tmp_path, today=date(2026, 2, 1), days=30) == 1
    assert [path.parent.name for path in tmp_path.glob("*/*/*")] == ["2026-01-30"]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:

    monkeypatch.setenv("SUIYUAN_MAILBOX_KEY", str(tmp_path / "mailbox.key"))
    return Path(shutil.copytree(Path(__file__).parents[1] / "config_sample", tmp_path / "config"))


def opt_out(config: Path, *arguments: str, given: str = ""):
    return CliRunner().invoke(app, ["opt-out", "add", "--config", str(config), *arguments], input=given)


def test_a_mailbox_is_read_hashed_and_never_told(config: Path, tmp_path: Path):
    key = MailboxKey.open(tmp_path / "mailbox.key").hashed("1234+her@users.noreply.github.com").key
    told = opt_out(config, "--note", "file 7", given="1234+Her@users.noreply.github.com\n")
    assert told.exit_code == 0
    assert "noreply" not in told.output + (config / "opt_outs.csv").read_text()
    assert [(row.node, row.note) for row in load_config(config).opt_outs] == [
        (f"key:{key}", "file 7"),
        ("account:github:1234", "file 7"),
    ]
    assert "added 0" in opt_out(config, "--account", "github:1234").output


def test_what_cannot_be_taken_is_one_line_that_does_not_repeat_it(config: Path, tmp_path: Path):
    no_key = opt_out(config, given="her@her.example\n")
    MailboxKey.open(tmp_path / "mailbox.key")
    no_mailbox = opt_out(config, given="her at her.example\n")
    no_account = opt_out(config, "--account", "her@her.example")
    assert [each.exit_code for each in (no_key, no_mailbox, no_account)] == [1, 1, 1]
    assert "no mailbox key" in no_key.output
    assert all("her" not in each.output.replace("other", "") for each in (no_mailbox, no_account))
    assert load_config(config).opt_outs == ()


def test_rows_are_added_to_a_file_that_does_not_end_its_last_line(tmp_path: Path):
    path = tmp_path / "opt_outs.csv"
    path.write_text("node,requested_on,note")
    append(path, ["account:github:1"], date(2026, 1, 2), "")
    assert path.read_text() == "node,requested_on,note\naccount:github:1,2026-01-02,\n"


def test_only_how_many_opted_out_lands(config: Path):
    opt_out(config, "--account", "github:1234")
    found = [each for each in registry_records(load_config(config), []) if each.table == "opt_outs"]
    assert [(each.node_kind, each.node_count) for each in found] == [("account", 1)]
