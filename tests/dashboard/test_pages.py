"""Every page opens, in both languages, with and without a snapshot, and says what it rests on."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import duckdb
import pytest

from warehouse import Landing, Stream

PAGES = sorted((Path(__file__).parents[2] / "dashboard" / "pages").glob("[0-9]*_*.py"))
NAMES = [path.stem.split("_", 1)[1] for path in PAGES]
LONGEST_PAGE_LINES = 80


def test_all_pages_are_there_and_short():
    first = {"overview", "coverage", "projects", "organizations", "dictionary", "query", "runs"}
    assert first <= set(NAMES)
    assert [path.name for path in PAGES if len(path.read_text().splitlines()) > LONGEST_PAGE_LINES] == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_which_snapshot_as_of_when_and_how_complete(read, name: str, language: str):
    html = read(name, lang=language).html
    assert "2026-11-22T191421Z" in html
    assert {"zh": "2026年11月23日 03:10", "en": "23 Nov 2026 03:10"}[language] in html
    assert "91.3%" in html
    assert {"zh": "演示数据", "en": "Demonstration data"}[language] in html
    assert {"zh": "1 / 14", "en": "1 / 14"}[language] in html


@pytest.mark.parametrize("name", NAMES)
def test_the_english_of_a_page_has_no_chinese_sentence(read, name: str):
    sentences = [line for line in read(name, lang="en").html.split("<") if "。" in line]
    assert sentences == []


@pytest.mark.parametrize("name", NAMES)
def test_without_a_snapshot_every_page_says_what_to_run(read, monkeypatch, tmp_path: Path, name: str):
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read(name).html
    assert "还没有可看的快照" in html
    assert "<code>make run</code>" in html and str(tmp_path) in html


def test_a_new_snapshot_is_noticed_in_an_open_session(read, publish, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    reader = read()
    assert "还没有可看的快照" in reader.html
    publish("2026-11-21T191347Z", "older")
    reader.app.run()
    assert "2026-11-21T191347Z" in reader.html
    publish("2026-11-22T191421Z", "newer")
    reader.app.run()
    assert "2026-11-22T191421Z" in reader.html


def test_an_address_can_pin_an_older_snapshot(read):
    html = read(snapshot="2026-11-21T191347Z").html
    assert "2026年11月22日 03:10" in html and "固定于此快照" in html
    assert "snapshot=2026-11-21T191347Z" in html, "links keep the pinned snapshot"


def test_what_is_not_collected_is_never_shown_as_zero(read):
    """The ferry was unreachable from March to June 2024: its second quarter is absent, not 0."""
    reader = read("projects", repository="gitee:zhushui/ferry", period="quarter")
    assert "2024年3月 – 2024年6月" in reader.html and "未采集" in reader.html


def test_no_known_presence_is_a_state_and_not_zero(read):
    html = read("organizations").html
    row = next(line for line in html.split("<tr>") if "云麓数控" in line)
    assert "未见公开项目" in row
    assert ">0<" not in row


def test_headlines_are_marked_as_not_reviewed(read):
    """Twelve of the fourteen claims are of high confidence on both counts; one of them is reviewed."""
    html = read("overview").html
    assert html.count("未经复核（已复核 1 / 12）") == 6


def test_each_headline_says_why_it_changed(read):
    """The newer snapshot registered one repository more: its 63 commits of the quarter are the registry's."""
    html = read("overview").html
    assert html.count("为什么变了</b>") == 6
    assert "为什么变了</b> +63：活动 0、名录（仓库 +1 −0） +63、口径 0、迟到数据 0" in html
    older = read("overview", snapshot="2026-11-21T191347Z").html
    assert "为什么变了" not in older, "there is nothing before the first snapshot"


def test_filters_live_in_the_address(read):
    html = read("projects", forge="gitcode").html
    assert "mumian/cockpit-ui" in html and "zhushui/riverbed" not in html
    html = read("projects", search="五羊").html
    assert "wuyang-lab/genomap" in html and "zhushui/riverbed" not in html
    assert "没有符合条件的仓库" in read("projects", search="nothing of that name").html


def test_a_name_from_the_data_cannot_write_html(read, publish, monkeypatch, tmp_path: Path):
    folder = publish("2026-11-22T191421Z", "newer")
    with duckdb.connect(folder / "public.duckdb") as db:
        db.execute("update marts.organizations set name_zh = '<img src=x onerror=alert(1)>'")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    for name in NAMES:
        assert "<img src=x" not in read(name).html


@pytest.mark.parametrize(("days", "is_due"), [(1, True), (-1, False)])
def test_the_next_run_is_said_while_a_schedule_is_served(
    read, publish, monkeypatch, tmp_path: Path, days: int, is_due: bool
):
    """A run that was due yesterday belongs to a schedule that has stopped."""
    publish("2026-11-22T191421Z", "newer")
    due = datetime.now(UTC) + timedelta(days=days)
    (tmp_path / "schedule.json").write_text(json.dumps({"next_run_at": due.isoformat()}), encoding="utf-8")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("runs").html
    assert (f"{due.astimezone(timezone(timedelta(hours=8))):%H:%M}</b>" in html) is is_due
    assert ("没有正在值守的定时任务" in html) is not is_due


def test_a_run_that_broke_off_is_not_shown_as_done(read):
    """The made-up runs: one built the snapshot, one broke off in build, one is of an earlier version."""
    html = read("runs").html
    assert html.count("本快照由此建成") == 1
    assert html.count("未完成，最后一步：建模") == 1
    assert html.count("不详（较早版本的记录）") == 1
    assert html.count("全部完成") == 7  # of twelve, one is partial and one needs attention
    assert "本快照之后的运行" not in html


def test_a_run_that_broke_off_after_the_snapshot_is_told_too(read, publish, monkeypatch, tmp_path: Path):
    publish("2026-11-22T191421Z", "newer")
    run = {"run_id": "2026-11-24T030000Z-abc", "command": "run", "started_at": "2026-11-24 03:00:00+08:00"}
    state = {**run, "ended_at": None, "exit_code": None, "last_step": "check"}
    stream = Stream("suiyuan", run["run_id"], "ledger")
    landed = datetime(2026, 11, 23, 19, tzinfo=UTC)
    Landing(tmp_path / "landing", "demo").append(stream, [], state, observed_at=landed, run_id=run["run_id"])
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("runs").html
    assert "本快照之后的运行：2026年11月24日 03:00" in html
    assert "未完成，最后一步：检查" in html


def test_the_snapshot_before_is_the_one_published_before(read, publish, monkeypatch, tmp_path: Path):
    """Published later, by a clock set back: its name sorts first, and it is still the newer one."""
    for number, (name, edition) in enumerate(
        (("2026-11-22T191421Z", "older"), ("2026-11-20T100000Z", "newer"))
    ):
        folder = publish(name, edition)
        (folder / "manifest.json").write_text(json.dumps({"number": number + 1}), encoding="utf-8")
    monkeypatch.setenv("SUIYUAN_DATA", str(tmp_path))
    html = read("overview").html
    assert "较快照 2026-11-22T191421Z" in html


def test_an_unknown_subject_is_answered_with_care(read):
    assert "这份快照里没有这个仓库" in read("projects", repository="github:no/such").html
    assert "这份快照里没有这个机构" in read("organizations", id="none").html


def test_the_dictionary_shows_definition_sql_caution_and_example(read):
    reader = read("dictionary", metric="contributors")
    assert "人数不可相加。" in reader.html and "实例" in reader.html
    definition = [element.value for element in reader.app.get("code")]
    assert any("intermediate.contributions" in text for text in definition)
    assert any("where metric = 'contributors'" in text for text in definition)
