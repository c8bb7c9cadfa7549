"""Where OpenHarmony's repositories stood before they moved: which are planned there, by the sample's rows."""

import shutil
from pathlib import Path

import pytest

from flows.config.load import load_config
from flows.registry.selection import registered_repositories, select, targets

SAMPLE = Path(__file__).parents[1] / "config_sample"


@pytest.fixture(scope="module")
def moved(tmp_path_factory):
    """The sample with a project that left Gitee: named by old releases, by none, by a later one only.

    A row of repositories.csv says of one repository that it is no mirror there.
    """
    folder = tmp_path_factory.mktemp("moved") / "config"
    shutil.copytree(SAMPLE, folder)
    listed = {"old": "master;6.0-Release", "fork": "3.0-LTS", "listed": "", "young": "master;6.1-Release"}
    _append(
        folder / "openharmony_repositories.csv",
        *(f"{name},gitcode:openharmony/{name},,,{releases},core,,," for name, releases in listed.items()),
        "third_party_old,gitcode:openharmony/third_party_old,,,master;6.0-Release,third_party,,,",
    )
    _append(folder / "repositories.csv", "gitee,openharmony/fork,fork,,,,full,")
    address = "https://tee.example/{full_name}"
    _append(
        folder / "settings.toml",
        "[forges.gitee]",
        *(f'{name} = "{address}"' for name in ("web_url", "clone_url")),
        'api_url = "https://tee.example/api/v5"',
    )
    _append(
        folder / "scopes.toml",
        "[moved]",
        'name_zh = "迁"',
        'name_en = "Moved"',
        'openharmony_releases = ["6.0-Release", "6.1-Release"]',
        'openharmony_places = ["gitee"]',
        'roles = ["own"]',
        'repositories = ["gitcode:openharmony/fork"]',
    )
    return load_config(folder)


def _append(path, *lines):
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")


def test_places_follow_what_a_scope_selects_as_far_as_it_stood_there(moved):
    assert _selected(moved, "moved") == [
        "gitcode:openharmony/fork",
        "gitcode:openharmony/old",
        "gitcode:openharmony/young",
        "gitee:openharmony/old",
    ]
    assert not [each for each in _selected(moved, "system") if each.startswith("gitee:")]


def test_a_place_is_a_mirror_unless_a_row_says_otherwise(moved):
    found = {key: row for key, row in registered_repositories(moved).items() if row.forge == "gitee"}
    assert {key: (row.role, row.mirror_of, row.depth) for key, row in found.items()} == {
        "gitee:openharmony/fork": ("fork", None, "full"),
        "gitee:openharmony/listed": ("mirror", "gitcode:openharmony/listed", "metadata"),
        "gitee:openharmony/old": ("mirror", "gitcode:openharmony/old", "metadata"),
    }
    assert found["gitee:openharmony/old"].project_id == "gitcode:openharmony/old"


def test_git_never_asks_for_a_place(moved):
    found = targets(moved, "moved")
    assert [each.target_id for each in found["gitee", "change_requests"]] == ["gitee:openharmony/old"]
    assert {each.target_id for each in found["git", "history"]} == {
        "gitcode:openharmony/fork",
        "gitcode:openharmony/old",
        "gitcode:openharmony/young",
    }


def _selected(config, scope):
    return [repository.repository_id for repository in select(config, scope).repositories]
