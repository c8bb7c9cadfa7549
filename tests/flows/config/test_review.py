"""Decisions are appended, hold over the registry, and are taken back by a later one."""

import csv
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.config.load import ConfigError, load_config
from flows.config.review import Verdict, decide

SAMPLE = Path(__file__).parents[1] / "config_sample"
TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A config of one's own."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "config"))


def verdict(subject_kind: str, subject_id: str, word: str, **more: str) -> Verdict:
    return Verdict(
        subject_kind=subject_kind,
        subject_id=subject_id,
        verdict=word,
        reviewer="statistics desk",
        reason="seen",
        **more,
    )


def claim(folder: Path, claim_id: str) -> tuple[str, str | None, date | None]:
    (row,) = (row for row in load_config(folder).claims if row.claim_id == claim_id)
    return row.review_status, row.reviewer, row.reviewed_on


def test_the_newest_decision_on_a_claim_holds_and_can_be_withdrawn(folder):
    before = (folder / "claims.csv").read_bytes()
    found = claim(folder, "C0002")
    assert found == ("unreviewed", None, None)

    decide(folder, verdict("claim", "C0002", "accepted"), TODAY)
    assert claim(folder, "C0002") == ("accepted", "statistics desk", TODAY)
    decide(folder, verdict("claim", "c0002", "rejected"), TODAY)
    assert claim(folder, "C0002") == ("rejected", "statistics desk", TODAY)
    decide(folder, verdict("claim", "C0002", "withdrawn"), TODAY)
    assert claim(folder, "C0002") == found

    with (folder / "decisions.csv").open(encoding="utf-8") as file:
        assert [row["decision_id"] for row in csv.DictReader(file)] == ["D00001", "D00002", "D00003"]
    assert (folder / "claims.csv").read_bytes() == before


def test_a_decision_on_a_domain_says_all_there_is_to_say_of_it(folder):
    decide(folder, verdict("mail_domain", "quay.example", "exclusive", organization_id="harbour"), TODAY)
    config = load_config(folder)
    (domain,) = (row for row in config.mail_domains if row.domain == "quay.example")
    assert (domain.domain_scope, domain.canonical_domain) == ("exclusive", None)
    (made,) = (row for row in config.claims if row.subject_id == "quay.example")
    assert (made.claim_id, made.organization_id, made.review_status) == ("D00001", "harbour", "accepted")
    assert (made.affiliation_confidence, made.account_confidence) == ("high", "high")

    decide(folder, verdict("mail_domain", "quay.example", "contractor"), TODAY)
    config = load_config(folder)
    (domain,) = (row for row in config.mail_domains if row.domain == "quay.example")
    assert domain.domain_scope == "contractor"
    assert [row for row in config.claims if row.subject_id == "quay.example"] == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (verdict("claim", "C9999", "accepted"), 'subject_id = "C9999": expected a claim_id of claims.csv'),
        (verdict("claim", "C0001", "personal"), "expected one of accepted, rejected, withdrawn"),
        (verdict("mail_domain", "a.example", "shared", organization_id="harbour"), "only an exclusive"),
        (verdict("mail_domain", "a.example", "typo"), "the domain that is meant"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_and_nothing_is_written(folder, wrong, message):
    before = (folder / "decisions.csv").read_bytes()
    with pytest.raises(ConfigError, match=message):
        decide(folder, wrong, TODAY)
    assert (folder / "decisions.csv").read_bytes() == before


def test_a_line_is_added_whatever_editor_wrote_the_file_before(folder):
    path = folder / "decisions.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().rstrip(b"\n"))
    decide(folder, verdict("claim", "C0001", "accepted"), TODAY)
    assert claim(folder, "C0001")[0] == "accepted"


def test_decisions_stand_in_their_order(folder):
    decide(folder, verdict("claim", "C0001", "accepted"), TODAY)
    decide(folder, verdict("claim", "C0001", "rejected"), TODAY)
    path = folder / "decisions.csv"
    head, first, second = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([head, second, first]), encoding="utf-8")
    with pytest.raises(ConfigError, match="expected an id after D00002"):
        load_config(folder)


def test_the_command_appends_and_says_when_it_counts(folder, tmp_path):
    words = ["review", "reject", "C0001", "--by", "统计组", "--reason", "已转让"]
    told = CliRunner().invoke(app, [*words, "--config", str(folder), "--data", str(tmp_path / "none")])
    assert told.exit_code == 0, told.output
    assert "还没有快照" in told.output and "D00001: C0001 rejected（统计组）" in told.output
    assert claim(folder, "C0001")[0] == "rejected"
