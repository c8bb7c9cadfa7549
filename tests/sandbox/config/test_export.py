"""The exported config is one that the real config check accepts, and it is all marked as a demonstration."""

import csv

import pytest

from flows.config.load import load_config


@pytest.fixture(scope="module")
def folder(sandbox, tmp_path_factory):
    written = tmp_path_factory.mktemp("config")
    sandbox.write_config(written)
    return written


def test_the_config_check_finds_nothing_wrong(folder, sandbox):
    config = load_config(folder)
    assert len(config.repositories) == 59  # one of sixty is not born yet
    assert config.settings.default_scope == "demo"
    forge = config.settings.forges["github"]
    assert (forge.api_url, forge.clone_url) == (sandbox.api_url, sandbox.url + "/{full_name}.git")
    assert {row.package_id.partition(":")[0] for row in config.packages} == {"npm", "pypi", "ohpm"}
    assert len(config.organizations) == 18 and len(config.claims) > 30 and len(config.packages) > 10


def test_every_file_has_the_columns_of_the_real_one(folder):
    from pathlib import Path

    real = Path(__file__).parents[3] / "config"
    for path in sorted(real.glob("*.csv")):
        with path.open(encoding="utf-8") as ours, (folder / path.name).open(encoding="utf-8") as theirs:
            assert next(csv.reader(ours)) == next(csv.reader(theirs)), path.name
    assert {path.name for path in real.glob("*.*")} - {path.name for path in folder.iterdir()} == {
        "README.md"
    }


def test_organisations_say_that_they_are_invented(folder):
    with (folder / "organizations.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert all(
        "演示" in row["name_zh"] and "Demo" in row["name_en"] and "演示" in row["source"] for row in rows
    )


def test_renamed_repositories_are_registered_under_their_first_name(folder, sandbox):
    plan = next(plan for plan in sandbox.world.plans if plan.hazard == "renamed")
    names = (folder / "repositories.csv").read_text(encoding="utf-8")
    assert f"github,{plan.names[0][1].login}/{plan.names[0][2]}," in names
