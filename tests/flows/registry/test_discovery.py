"""Repositories that nobody registered: found under claimed accounts, collected from the next run on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from collectors.clock import SystemClock
from flows.config.load import load_config
from flows.ledger import LedgerEntry
from flows.registry.discovery import with_discovered
from flows.registry.selection import targets
from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.plans import Size
from warehouse import Landing, Stream

TINY = Size(3, 3, 2, 3, 1, 1)
COUNT = 40
SURE = ("high", "high")
RULE = '[demo]\norganization_relations = ["guangzhou"]\nroles = ["own", "mirror"]\n'
MART = """
select full_name, forge_repository_id, is_fork, repository_id
from marts.discovered_repositories where account = ?
"""


@dataclass(frozen=True)
class Ground:
    """A served world, and a config that does not register all of it."""

    sandbox: Sandbox
    config: Path

    def request(self, command: str, data: Path, only: str | None = None) -> Request:
        return Request(command=command, config=self.config, data=data, only=only, world_id="demo")

    def collect(self, data: Path, only: str = "github:*") -> list[LedgerEntry]:
        with open_job(self.request("collect", data, only)) as job:
            steps.land_config(job)
            for portion in job.begin():
                if portion.source == "github":
                    steps.collect(job, portion)
            return list(job.ledger.entries)

    def claimed(self, *confidences: str) -> set[str]:
        """Give the GitHub accounts that Guangzhou's organisations claim with these confidences."""
        with (self.config / "claims.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        return {
            row["subject_id"]
            for row in rows
            if row["subject_kind"] == "account"
            and row["subject_id"].startswith("github:")
            and (row["affiliation_confidence"], row["account_confidence"]) == confidences
        }

    def plans(self, account: str):
        """Give the plans that an account holds, as the world itself knows them."""
        until = self.sandbox.world.until
        return [
            plan
            for plan in self.sandbox.world.plans
            if plan.exists_at(until) and f"github:{plan.name_at(until)[0].login}" == account
        ]

    def unregister(self, repository_ids: set[str]) -> None:
        path = self.config / "repositories.csv"
        with path.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        names = list(rows[0])
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                row for row in rows if f"{row['forge']}:{row['full_name']}".lower() not in repository_ids
            )
        scopes = self.config / "scopes.toml"
        lines = scopes.read_text().splitlines(keepends=True)
        scopes.write_text(
            "".join(line for line in lines if line.strip().strip('",').lower() not in repository_ids)
        )


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    world = World(seed=5, count=COUNT, sizes=dict.fromkeys(range(COUNT), TINY))
    with Sandbox(world) as sandbox:
        sandbox.write_config(tmp_path / "config")
        scopes = tmp_path / "config" / "scopes.toml"
        scopes.write_text(scopes.read_text().replace("[demo]\n", RULE))
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            monkeypatch.setenv(name, value)
        yield Ground(sandbox, tmp_path / "config")


def steady(plans):
    """Keep the repositories that never had another name and are no forks."""
    return [plan for plan in plans if len(plan.names) == 1 and plan.hazard is None and not plan.is_fork]


def repository_id(ground, plan):
    return f"github:{plan.full_name_at(ground.sandbox.world.until)}".lower()


def without_packages(ground):
    """Packages name repositories, so none of these may stand in the config without its repository."""
    path = ground.config / "packages.csv"
    path.write_text(path.read_text().splitlines(keepends=True)[0])
    scopes = ground.config / "scopes.toml"
    text = scopes.read_text()
    scopes.write_text(text[: text.index("packages = [")] + "packages = []\n")


def unregistered(ground, *confidences):
    """Take one repository of a claimed account out of the config; give it and its account."""
    without_packages(ground)
    for account in sorted(ground.claimed(*confidences)):
        for plan in steady(ground.plans(account)):
            ground.unregister({repository_id(ground, plan)})
            return plan, account
    raise AssertionError("the world has no such account")


def test_what_a_surely_claimed_account_holds_is_collected_from_the_next_run_on(ground, tmp_path):
    plan, account = unregistered(ground, *SURE)
    data, missing = tmp_path / "data", repository_id(ground, plan)
    first = ground.collect(data)
    assert account in {entry.target_id for entry in first if entry.kind == "repositories"}
    assert missing not in {entry.target_id for entry in first}
    second = ground.collect(data, only=f"{account}*")
    kinds = {entry.kind: entry.outcome for entry in second if entry.target_id == missing}
    assert kinds["issues"] == kinds["commit_accounts"] == "ok"
    config = with_discovered(load_config(ground.config), Landing(data / "landing", "demo"), date.today())
    assert missing in {target.target_id for target in targets(config, "demo")["git", "history"]}


def test_less_sure_claims_only_show_what_there_is(ground, tmp_path):
    plan, account = unregistered(ground, "high", "medium")
    data, missing = tmp_path / "data", repository_id(ground, plan)
    for _ in range(2):
        entries = ground.collect(data)
        assert missing not in {entry.target_id for entry in entries}
    with open_job(ground.request("build", data)) as job:
        steps.land_config(job, is_asked=False)
        steps.load(job)
        steps.build(job)
    with duckdb.connect(data / "warehouse.duckdb", read_only=True) as db:
        rows = {
            name: (forge_id, fork, known)
            for name, forge_id, fork, known in db.execute(MART, [account.lower()]).fetchall()
        }
    held = {str(each.repository_id) for each in ground.plans(account)}
    assert {forge_id for forge_id, _, _ in rows.values()} == held
    assert rows[plan.full_name_at(ground.sandbox.world.until)] == (str(plan.repository_id), False, None)
    assert len([known for _, _, known in rows.values() if known is None]) == 1


def test_a_registered_repository_under_a_new_name_is_not_found_again(ground, tmp_path):
    """It is registered by its old name; its owner's list has the new one."""
    until = ground.sandbox.world.until
    sure = ground.claimed(*SURE) | ground.claimed("medium", "high") | ground.claimed("high", "medium")
    plan = next(
        plan
        for plan in ground.sandbox.world.plans
        if plan.hazard == "renamed" and f"github:{plan.name_at(until)[0].login}" in sure
    )
    text = (ground.config / "claims.csv").read_text()
    (ground.config / "claims.csv").write_text(text.replace(",medium,", ",high,"))
    data = tmp_path / "data"
    old = "github:" + "/".join((plan.names[0][1].login, plan.names[0][2])).lower()
    account = f"github:{plan.name_at(until)[0].login}"
    ground.collect(data, only=account)  # found before anybody knows which repository the old name leads to
    for _ in range(2):
        entries = ground.collect(data)
        asked = {entry.target_id for entry in entries}
        assert old in asked
        assert repository_id(ground, plan) not in asked
    landing = Landing(data / "landing", "demo")
    found = landing.state(Stream("github", account, "repositories"))["found"]
    assert found[str(plan.repository_id)][0] == plan.full_name_at(until)
    config = with_discovered(load_config(ground.config), landing, date.today())
    assert repository_id(ground, plan) not in {row.repository_id for row in config.repositories}


def test_without_anything_found_the_config_is_as_written(ground, tmp_path):
    config = load_config(ground.config)
    assert with_discovered(config, Landing(tmp_path / "landing", "demo"), date.today()) is config


@dataclass(frozen=True)
class Still(SystemClock):
    """A clock that has stopped."""

    at: datetime

    def now(self) -> datetime:
        return self.at
