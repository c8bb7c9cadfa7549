"""The live questions, asked of forges on loopback."""

from pathlib import Path

import pytest

from flows.cli.doctor.probe import probe_forges
from flows.config.load import load_config
from sandbox import Sandbox, World
from sandbox.config.export import registered_forge
from sandbox.world.seasons import instant

SCOPE = """
openharmony_releases = ["6.1-Release"]
openharmony_places = ["gitee"]
roles = ["own"]
"""


@pytest.fixture(scope="module")
def config_folder(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("probe") / "config"
    with Sandbox(World(seed=5, count=25)) as sandbox, pytest.MonkeyPatch.context() as patch:
        sandbox.write_config(folder)
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            patch.setenv(name, value)
        yield folder


def test_every_question_is_answered(config_folder: Path, tmp_path: Path):
    facts = dict(probe_forges(load_config(config_folder), tmp_path))
    assert {name.partition(":")[0] for name in facts} >= {"github", "gitee"}
    assert facts["github: GraphQL page"].startswith("answered in ")
    assert "0 identities" in facts["github: GraphQL stargazers"]
    assert "weeks on the first page" in facts["github: stargazers/history"]
    assert " of " in facts["github: totalCommentsCount"]
    assert facts["github: event actions"].startswith("change requests: ")


def test_without_a_token_nothing_is_asked(
    config_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    config = load_config(config_folder)
    for forge in config.settings.forges.values():
        for variable in forge.token_variables:
            monkeypatch.delenv(variable, raising=False)
    answers = [words for _, words in probe_forges(config, tmp_path)]
    assert answers
    assert all(words.startswith("not asked: ") for words in answers)


@pytest.mark.parametrize(("begins", "said"), [(None, "carried over"), ("2025-09-15", "not carried over")])
def test_the_probe_says_whether_the_history_moved_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, begins: str | None, said: str
):
    """It looks at a repository that stood on Gitee, not at a younger one that comes first by its name."""
    world = World(seed=3, count=17)
    plan = next(each for each in world.plans if registered_forge(each) == "gitcode")
    world.rename_account(plan.name_at(world.until)[0], "openharmony")
    with Sandbox(world, gitcode_begins_at=instant(begins) if begins else 0) as sandbox:
        sandbox.write_config(tmp_path / "config")
        with (tmp_path / "config" / "openharmony_repositories.csv").open("a") as file:
            file.write("a-younger,gitcode:openharmony/a-younger,,,6.1-Release,core,,,\n")
        with (tmp_path / "config" / "scopes.toml").open("a") as file:
            file.write(SCOPE)
        for name, value in {**sandbox.environment, "NO_PROXY": "127.0.0.1"}.items():
            monkeypatch.setenv(name, value)
        facts = dict(probe_forges(load_config(tmp_path / "config"), tmp_path))
    answer = facts["gitcode: history before the move"]
    assert f"issues {said}, change requests {said}" in answer and plan.names[0][2] in answer
