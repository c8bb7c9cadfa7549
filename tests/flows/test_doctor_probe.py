"""The live questions, asked of forges on loopback."""

from pathlib import Path

import pytest

from flows.config import load_config
from flows.doctor_probe import probe_forges
from sandbox import Sandbox, World


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
