"""`suiyuan forecast`: a first pass over GitCode and Gitee is said before it starts."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli.app import app
from sandbox import Sandbox, World
from sandbox.world.plans import Size

SMALL = {0: Size(30, 30, 10, 10, 10, 2), 60: Size(30, 30, 10, 10, 10, 2)}


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("forecast") / "config"
    with Sandbox(World(count=120, sizes=SMALL)) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder)
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield folder


def test_each_organisation_with_several_repositories_is_planned(config: Path, tmp_path: Path):
    done = CliRunner().invoke(app, ["forecast", "--config", str(config), "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    totals = [int(n.replace(",", "")) for n in re.findall(r"takes some ([\d,]+) requests", done.output)]
    parts = [int(n.replace(",", "")) for n in re.findall(r"^ +([\d,]+)  \w+$", done.output, re.MULTILINE)]
    assert totals and sum(parts) == sum(totals) > 50
    assert "commit_accounts" in done.output and "1 token(s)" in done.output
    assert {each.partition(":")[0] for each in re.findall(r"^git\w+:", done.output, re.M)} == {
        "gitcode",
        "gitee",
    }


def test_without_a_token_one_line_says_which_variable_to_set(
    config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("GITCODE_TOKEN")
    done = CliRunner().invoke(app, ["forecast", "--config", str(config), "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "set GITCODE_TOKEN" in done.output and "Traceback" not in done.output
    assert "gitee:" in done.output  # what can be said is
