"""What claimed accounts hold on Gitee and GitCode, where their organisation left one of them for the other.

Eight repositories of the generated world stand under the account that left, on both forges: one of them is
registered; one was left out of the move; one is a fork, and one of upstream code; one was made after it.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from flows.collecting.progress import PlainLines
from flows.config.load import Config, load_config
from flows.registry.discovery import foreseen, with_discovered
from flows.registry.selection import select, targets
from flows.runs import steps
from flows.runs.run import REALITY, Request, open_job
from sandbox import Sandbox, World
from sandbox.world.plans import Size
from sandbox.world.seasons import instant
from warehouse import Landing

TINY = Size(3, 3, 2, 3, 1, 1)
FORGES = ("gitee", "gitcode")
DESCRIBED = ("repositories", "repository")
TODAY = date(2026, 11, 20)
PROJECT, INCUBATION, PERSON = "openharmony", "openharmony-sig", "demo-dev-165"
RENAMED_BETWEEN = instant("2026-11-20"), instant("2026-11-24")
ONLY_ON_GITEE, MADE_LATER, UPSTREAM = 34, 30, 39
SCOPES = f"""
[demo]
name_zh = "演示"
name_en = "Demonstration"
accounts = ["gitcode:{PROJECT}", "gitcode:{INCUBATION}", "gitee:{PROJECT}", "gitee:{PERSON}"]
openharmony_releases = ["all"]
openharmony_places = ["gitee"]
roles = ["own"]
"""


@dataclass(frozen=True)
class Ground:
    """A served world, its config, and what was collected of it."""

    sandbox: Sandbox
    folder: Path

    def collect(self, only: str = "*") -> list[str]:
        """Describe what fits, and give the GitCode addresses that were asked."""
        self.sandbox.counters.reset()
        request = Request(
            command="collect", config=self.folder / "config", data=self.folder / "data", only=only
        )
        with open_job(request, progress=PlainLines(io.StringIO())) as job:
            for portion in job.begin():
                if portion.source in FORGES and portion.kind in DESCRIBED:
                    steps.collect(job, portion)
        paths = (urlsplit(each["target"]).path for each in self.sandbox.counters.recent)
        return [path.removeprefix("/gitcode/api/v5") for path in paths if path.startswith("/gitcode/api/")]

    def config(self, complete=with_discovered) -> Config:
        landing = Landing(self.folder / "data" / "landing", REALITY)
        return complete(load_config(self.folder / "config"), landing, TODAY)

    def found(self, complete=with_discovered) -> dict[str, str]:
        """Give the roles of what was taken in; of a mirror what it mirrors."""
        return {row.repository_id: row.mirror_of or row.role for row in self.config(complete).discovered}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder = tmp_path_factory.mktemp("places")
    world = World(seed=5, count=40, sizes=dict.fromkeys(range(40), TINY), until=RENAMED_BETWEEN[0])
    for login, name in (("demo-yunling", PROJECT), ("demo-feiyan", INCUBATION)):
        owner = world.account(login, world.until)
        assert owner is not None
        world.rename_account(owner, name)
    plans = {plan.number: plan for plan in world.plans}
    plans[ONLY_ON_GITEE].project, plans[ONLY_ON_GITEE].forge = "left", "gitee"
    plans[MADE_LATER].created_at = instant("2025-12-01")
    [(since, owner, _)] = plans[UPSTREAM].names
    plans[UPSTREAM].names = ((since, owner, "third_party_registry"),)
    with Sandbox(world) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder / "config")
        write_config(folder / "config")
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield Ground(sandbox, folder)


def write_config(folder: Path) -> None:
    """Claim the accounts, and register one repository of each of the organisation's."""
    rows = {
        "accounts": [f"{account}," for account in (*_accounts(), f"gitee:{PERSON}")],
        "claims": [
            f"C{number:04},account,{account},{organization},account_ownership,seen,high,high,,,unreviewed,,"
            for number, (account, organization) in enumerate(_claims(folder), 1)
        ],
        "repositories": [f"gitcode,{INCUBATION}/notebook-25,own,,,,metadata,"],
        "packages": [],
    }
    for name, lines in rows.items():
        path = folder / f"{name}.csv"
        head = path.read_text().partition("\n")[0]
        tail = "," * (head.count(",") - lines[0].count(",")) if lines else ""
        path.write_text("\n".join([head, *(line + tail for line in lines), ""]))
    with (folder / "openharmony_repositories.csv").open("a") as file:
        file.write(f"toolkit-9,gitcode:{PROJECT}/toolkit-9,,,6.0-Release,core,,,\n")
    (folder / "scopes.toml").write_text(SCOPES, encoding="utf-8")


def _accounts() -> list[str]:
    return [f"{forge}:{login}" for forge in FORGES for login in (PROJECT, INCUBATION)]


def _claims(folder: Path) -> list[tuple[str, str]]:
    """Let one organisation claim the project's accounts, another the person's."""
    [_, one, other, *_] = (folder / "organizations.csv").read_text().splitlines()
    own, others = one.partition(",")[0], other.partition(",")[0]
    return [*((account, own) for account in _accounts()), (f"gitee:{PERSON}", others)]


@pytest.fixture(scope="module")
def without_a_token(ground: Ground) -> dict[str, str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("GITCODE_TOKEN")
        ground.collect()
    return ground.found()


@pytest.fixture(scope="module")
def before_all_is_known(ground: Ground, without_a_token: dict[str, str]) -> tuple[dict, dict]:
    """Look at the registered repository of the incubation, and what the project's account holds."""
    ground.collect(only=f"gitcode:{INCUBATION}/*")
    ground.sandbox.move_to(RENAMED_BETWEEN[1])
    ground.collect(only=f"gitcode:{PROJECT}")
    return ground.found(), ground.found(foreseen)


@pytest.fixture(scope="module")
def asked(ground: Ground, before_all_is_known) -> list[str]:
    return ground.collect()


def test_a_forge_without_a_token_holds_back_only_what_depends_on_it(without_a_token):
    """A person's list came from Gitee; what the project left there waits for what it has on GitCode."""
    assert without_a_token == {f"gitee:{PERSON}/ledger-37": "own"}


def test_what_is_found_on_a_forge_waits_until_all_registered_there_is_known(before_all_is_known):
    taken, expected = before_all_is_known
    assert taken == {f"gitee:{PERSON}/ledger-37": "own", f"gitee:{PROJECT}/robot-34": "own"}
    assert expected.keys() - taken.keys() >= {f"gitcode:{PROJECT}/robot-14", f"gitee:{PROJECT}/robot-14"}


def test_what_was_left_is_a_place_of_what_it_moved_to(ground, asked):
    """Registered: toolkit-9 and, under another name by now, notebook-25."""
    assert ground.found() == {
        f"gitee:{PERSON}/ledger-37": "own",
        f"gitcode:{PROJECT}/drivers-11": "own",
        f"gitcode:{PROJECT}/robot-14": "own",
        f"gitcode:{PROJECT}/atlas-30": "own",
        f"gitcode:{PROJECT}/ledger-17": "fork",
        f"gitcode:{PROJECT}/third_party_registry": "upstream",
        f"gitee:{PROJECT}/drivers-11": f"gitcode:{PROJECT}/drivers-11",
        f"gitee:{PROJECT}/robot-14": f"gitcode:{PROJECT}/robot-14",
        f"gitee:{PROJECT}/robot-34": "own",
    }
    assert asked.count(f"/orgs/{PROJECT}/repos") == 1


def test_a_scope_plans_what_was_taken_in_by_what_it_is(ground, asked):
    config = ground.config()
    found = {stream: {each.target_id for each in found} for stream, found in targets(config, "demo").items()}
    own = {f"gitcode:{PROJECT}/{name}" for name in ("toolkit-9", "drivers-11", "robot-14", "atlas-30")}
    own.add(f"gitcode:{INCUBATION}/notebook-25")
    assert found["gitcode", "issues"] == own
    assert found["gitcode", "repository"] == own | {f"gitcode:{PROJECT}/third_party_registry"}
    on_gitee_alone = {f"gitee:{PROJECT}/robot-34", f"gitee:{PERSON}/ledger-37"}
    left = {f"gitee:{PROJECT}/{name}" for name in ("toolkit-9", "drivers-11", "robot-14")}
    assert found["gitee", "issues"] == on_gitee_alone | left
    assert found["git", "history"] == own | on_gitee_alone
    in_scope = {each.repository_id for each in select(config, "demo").repositories}
    assert in_scope == own | on_gitee_alone | left


def test_a_forecast_counts_what_will_be_taken_in(ground, before_all_is_known):
    """Four of the project's are planned on GitCode, three of them not registered; on Gitee as many stood."""
    options = ["--config", str(ground.folder / "config"), "--data"]
    for data, told in (("nothing", []), ("data", ["gitcode:openharmony 4", "gitee:openharmony 4"])):
        done = CliRunner().invoke(app, ["forecast", *options, str(ground.folder / data)])
        assert done.exit_code == 0, done.output
        lines = re.findall(r"^(git\w+:\S+): |^ +(\d+)  releases$", done.output, re.MULTILINE)
        owners, releases = [owner for owner, _ in lines if owner], [count for _, count in lines if count]
        assert [" ".join(each) for each in zip(owners, releases, strict=True)] == told
