"""The Gitee side that OpenHarmony left, through a flow: read once up to the move, and left alone then."""

import io
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import duckdb
import pytest

from collectors.clock import SHANGHAI
from collectors.forges.gitee.forecast import GiteeForecaster
from collectors.forges.known import KNOWN
from flows.collecting.forge_clients import LIVE, Edges
from flows.collecting.progress import PlainLines
from flows.config.load import load_config
from flows.ledger import LedgerEntry
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.clock import WorldClock
from sandbox.world.plans import Size
from sandbox.world.seasons import instant

NAMES = ("gateway-0", "simulator-2", "pipeline-16")
HIDDEN, ABSENT = "editor-15", "never-there"  # the first is listed nowhere and answers 404, as the second does
SIZES = dict.fromkeys(range(25), Size(9, 8, 2, 3, 3, 1)) | {0: Size(230, 130, 20, 3, 120, 3)}
MOVED_AT = datetime(2025, 9, 15, tzinfo=SHANGHAI)
FIRST_RUN_AT = instant("2026-11-20")
EMPTIED = ("claims", "repositories", "packages")
SCOPES = """
[demo]
name_zh = "演示"
name_en = "Demonstration"
openharmony_releases = ["6.0-Release"]
openharmony_places = ["gitee"]
roles = ["own"]
"""


@dataclass(frozen=True)
class Told:
    """What a run told: its entries by repository and kind, its exit code, its requests by path."""

    entries: dict[tuple[str, str], LedgerEntry]
    exit_code: int
    asked: Counter[str]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sandbox, Path, Told]]:
    """Serve a world in which one organisation is the one that left, and collect it once."""
    folder = tmp_path_factory.mktemp("gitee-side")
    world = World(seed=5, count=25, sizes=SIZES, until=FIRST_RUN_AT)
    owner = world.account("demo-yuefan", world.until)
    assert owner is not None
    world.rename_account(owner, "openharmony")
    with Sandbox(world) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder / "config")
        write_config(folder / "config")
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield sandbox, folder, collected(sandbox, folder)


def write_config(folder: Path) -> None:
    """Register the organisation by OpenHarmony's list alone."""
    for name in EMPTIED:
        path = folder / f"{name}.csv"
        path.write_text(path.read_text().partition("\n")[0] + "\n")
    with (folder / "openharmony_repositories.csv").open("a") as file:
        for name in (*NAMES, HIDDEN, ABSENT):
            file.write(f"{name},gitcode:openharmony/{name},,,master;6.0-Release,core,,,\n")
    (folder / "scopes.toml").write_text(SCOPES, encoding="utf-8")


def collected(sandbox: Sandbox, folder: Path) -> Told:
    """Collect Gitee's side."""
    request = Request(command="collect", config=folder / "config", data=folder / "data", only="gitee:*")
    sandbox.counters.reset()
    with open_job(request, progress=PlainLines(io.StringIO()), clock=WorldClock(sandbox.world)) as job:
        for portion in job.begin():
            steps.collect(job, portion)
        entries = {(each.target_id.partition("/")[2], each.kind): each for each in job.ledger.entries}
        paths = (urlsplit(each["target"]).path for each in sandbox.counters.recent)
        return Told(entries, job.exit_code, Counter(path.partition("/api/v5")[2] for path in paths))


def test_what_a_first_pass_takes_is_said_before(served):
    """Beside what is planned, two repositories are asked for in vain, and the owner's list of issues once."""
    sandbox, folder, first = served
    sandbox.move_to(FIRST_RUN_AT)
    config, clock = load_config(folder / "config"), WorldClock(sandbox.world)
    with closing(Edges(config, folder / "data", clock, "forecast", LIVE).open("gitee")) as http:
        names = {f"openharmony/{name}" for name in (*NAMES, HIDDEN, ABSENT)}
        forecaster = GiteeForecaster(http, sandbox.gitee_api_url, "openharmony", names)
        told = forecaster.forecast(clock.now()).request_count
    assert abs(told - (first.asked.total() - 3)) <= 0.1 * told


def test_it_is_read_once_and_then_left_alone(served):
    """What is not there is asked for once a week, and is no alarm; all else costs its owner's list."""
    sandbox, folder, first = served
    absent = {f"/repos/openharmony/{name}" for name in (HIDDEN, ABSENT)}
    there = {stream: entry for stream, entry in first.entries.items() if stream[0] in NAMES}
    assert there.keys() == {(name, kind) for name in NAMES for kind in KNOWN["gitee"].kinds}
    assert {(entry.outcome, entry.is_complete) for entry in there.values()} == {("ok", True)}
    missing = {entry.outcome for stream, entry in first.entries.items() if stream[0] not in NAMES}
    assert (missing, first.exit_code) == ({"gone"}, 0)
    assert first.asked["/repos/openharmony/gateway-0/issues"] == 2  # more than a hundred

    sandbox.move_to(sandbox.world.until + int(timedelta(days=90).total_seconds()))
    second = collected(sandbox, folder)
    outcomes = {second.entries[stream].outcome for stream in there if stream[1] != "repository"}
    assert (outcomes, second.exit_code) == ({"not_modified"}, 0)
    in_vain = second.asked.keys() & {"/orgs/openharmony/issues", *absent}  # the list, since nothing was read
    assert all(second.asked[path] == 1 for path in in_vain)
    assert second.asked.keys() - in_vain == {"/orgs/openharmony/repos"}  # stars, forks, what is still there
    assert second.asked["/orgs/openharmony/repos"] == 1


def test_all_that_was_opened_before_the_move_has_landed_and_nothing_since(served):
    """The sandbox's Gitee goes on after the move, as the real one did for whoever had not heard of it."""
    sandbox, folder, _ = served
    request = Request(command="build", config=folder / "config", data=folder / "data")
    with open_job(request, progress=PlainLines(io.StringIO())) as job:
        steps.load(job)
    world, moved_at = sandbox.world, MOVED_AT.timestamp()
    views = [world.view(plan, FIRST_RUN_AT) for plan in world.plans if plan.names[0][2] in NAMES]
    with duckdb.connect(folder / "data" / "warehouse.duckdb", read_only=True) as db:
        for table, what in (("issues", "issues"), ("change_requests", "changes")):
            opened = [each.thread.created_at for view in views for each in view.ordered(what, "created")]
            before = sum(at < moved_at for at in opened)
            assert 0 < before < len(opened)
            [found] = db.execute(
                f"select count(distinct (repository_id, number)), max(opened_at) < ? from raw.{table}"
                " where starts_with(repository_id, 'gitee:')",
                [MOVED_AT],
            ).fetchall()
            assert found == (before, True), table
