"""What the tip of a default branch shows."""

import fcntl
from datetime import UTC, datetime

import pytest
from identify.vendor.licenses import LICENSES

from collectors.git.head import licenses
from collectors.protocol import CollectError

TEXTS = dict(LICENSES)


def head(world, files):
    world.origin.commit(files, at="1700000000 +0800")
    world.collect()
    return world.stream.head


def test_a_repository_with_everything(world):
    files = {
        "LICENSE": TEXTS["MIT"],
        ".github/SECURITY.md": "",
        "docs/CONTRIBUTING.rst": "",
        "CODE_OF_CONDUCT.md": "",
        ".github/workflows/test.yml": "",
        "web/package-lock.json": "",
        "build/name.spdx.json": "",
        ".mailmap": "",
    }
    shown = head(world, files)
    assert shown.license_spdx_id == "MIT"
    assert (shown.has_license, shown.has_security_policy, shown.has_contributing_guide) == (True, True, True)
    assert (shown.has_code_of_conduct, shown.has_ci, shown.has_lock_file) == (True, True, True)
    assert (shown.has_sbom, shown.has_mailmap, shown.is_line_count_known) == (True, True, True)
    assert shown.head_committed_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_a_repository_with_nothing(world):
    shown = head(
        world, {"src/LICENSE": "", "src/SECURITY.md": "", "node_modules/x/yarn.lock": "", "a.c": "x"}
    )
    flags = (
        shown.has_license,
        shown.has_security_policy,
        shown.has_contributing_guide,
        shown.has_code_of_conduct,
    )
    assert flags == (False, False, False, False)
    assert (shown.has_ci, shown.has_lock_file, shown.has_sbom, shown.has_mailmap) == (False,) * 4
    assert shown.license_spdx_id is None


@pytest.mark.parametrize(
    "path",
    [
        ".gitlab-ci.yml",
        "Jenkinsfile",
        ".circleci/config.yml",
        ".workflow/build.yml",
        ".gitcode/workflows/x.yml",
    ],
)
def test_continuous_integration_of_many_kinds(world, path):
    assert head(world, {path: ""}).has_ci


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXTS["MIT"].replace("[year] [fullname]", "2020 Somebody"), "MIT"),
        (TEXTS["Apache-2.0"], "Apache-2.0"),
        (TEXTS["Apache-2.0"].partition("APPENDIX")[0], "Apache-2.0"),
        (
            "Copyright (c) 2021 Somebody\n\n"
            + TEXTS["Apache-2.0"].partition("   END OF TERMS")[0]
            + "END OF TERMS AND CONDITIONS",
            "Apache-2.0",
        ),
        (TEXTS["BSD-3-Clause"] + "\n\nThird party notices\n" + "something else " * 200, "BSD-3-Clause"),
        (TEXTS["GPL-3.0"], "GPL-3.0"),
        ("# SPDX-License-Identifier: MulanPSL-2.0\n\n木兰宽松许可证", "MulanPSL-2.0"),
        ("All rights reserved.", None),
        ("", None),
        ("We are pleased to support the open source community.\n\n" + TEXTS["MIT"] + TEXTS["GPL-2.0"], None),
    ],
)
def test_licence_texts(text, expected):
    assert licenses.spdx_id(text) == expected


def test_a_licence_in_no_known_encoding_is_still_there(world):
    shown = head(world, {"LICENSE.txt": "版权所有".encode("gb18030")})
    assert (shown.has_license, shown.license_spdx_id) == (True, None)


def test_a_reuse_folder_is_a_licence(world):
    shown = head(world, {"LICENSES/MIT.txt": TEXTS["MIT"]})
    assert (shown.has_license, shown.license_spdx_id) == (True, "MIT")


def test_of_equal_manifests_the_one_nearest_to_the_root_counts(world):
    files = {
        "packages/a/package.json": '{"dependencies": {"left": "^2", "right": "^2"}}',
        "package.json": '{"dependencies": {"left": "^1"}, "devDependencies": {"left": "^1"}}',
        "vendor/b/package.json": '{"dependencies": {"theirs": "^2"}}',
        "go.mod": "module x\n",
        "pom.xml": "<broken",
    }
    head(world, files)
    found = {(row.name, row.kind, row.requirement, row.manifest) for row in world.stream.rows("dependencies")}
    assert found == {
        ("left", "runtime", "^1", "package.json"),
        ("left", "development", "^1", "package.json"),
        ("right", "runtime", "^2", "package.json"),
    }


def test_a_dependency_that_is_dropped_is_gone(world):
    head(world, {"package.json": '{"dependencies": {"a": "1", "b": "1"}}'})
    head(world, {"package.json": '{"dependencies": {"b": "1"}}'})
    assert [row.name for row in world.stream.rows("dependencies")] == ["b"]


def test_blobs_that_did_not_come_through_are_asked_for_again(world, home, tmp_path):
    """Else HEAD would seem to have no licence and no manifest from then on."""
    world.origin.commit({"package.json": '{"dependencies": {"left": "1"}}'})
    count, hook = tmp_path / "count", tmp_path / "hook"
    count.write_text("0")
    hook.write_text(
        f'#!/bin/sh\nn=$(cat {count}); echo $((n+1)) > {count}; [ $n = 1 ] && exit 1; exec "$@"\n'
    )
    hook.chmod(0o755)
    (home / ".gitconfig").write_text(f"[uploadpack]\n\tpackObjectsHook = {hook}\n")
    with pytest.raises(CollectError):
        world.collect(depth="metadata")
    (path,) = tmp_path.rglob("clones/*.lock")
    with path.open() as lock:  # the test's clock does not wait: what the failed git started may still end
        fcntl.flock(lock, fcntl.LOCK_EX)
    world.collect(depth="metadata")
    assert [row.name for row in world.stream.rows("dependencies")] == ["left"]


def test_manifests_of_a_clone_without_blobs_are_brought_in_one_go(world):
    world.origin.commit(
        {"a/go.mod": "require example.org/m v1.2.3\n", "package.json": '{"dependencies": {"x": "1"}}'}
    )
    world.collect(depth="metadata")
    assert {row.name for row in world.stream.rows("dependencies")} == {"x", "example.org/m"}


def test_a_manifest_beyond_all_measure_is_left_alone(world):
    world.origin.commit({"package.json": '{"dependencies": {"x": "1"}}' + " " * (1 << 20)})
    world.collect()
    assert world.stream.rows("dependencies") == []


def test_the_lock_file_beside_a_manifest_says_which_version_is_used(world):
    """That of the folder goes before one above it; one above counts for its members only."""
    lock = '{"packages": {"": {}, "web": {}, "node_modules/left": {"version": "%s"}}}'
    files = {
        "package.json": '{"dependencies": {"left": "^1", "right": "^1"}}',
        "package-lock.json": lock % "1.4.0",
        "web/package.json": '{"devDependencies": {"left": "^1"}}',
        "demo/package.json": '{"peerDependencies": {"left": "^1"}}',
        "own/package.json": '{"optionalDependencies": {"left": "^1"}}',
        "own/Package-Lock.json": lock % "1.9.0",
        "vendor/package-lock.json": lock % "7.0.0",
    }
    head(world, files)
    found = {(row.name, row.kind): row.locked_version for row in world.stream.rows("dependencies")}
    assert found == {
        ("left", "runtime"): "1.4.0",
        ("right", "runtime"): None,
        ("left", "development"): "1.4.0",
        ("left", "peer"): None,
        ("left", "optional"): "1.9.0",
    }
    assert world.stream.state["landed"]["packages"] == ["npm:left", "npm:right"]


def test_a_lock_file_beyond_all_measure_fixes_nothing(world):
    text = '{"dependencies": {"left": {"version": "1.4.0"}}}'
    files = {"package.json": '{"dependencies": {"left": "^1"}}', "package-lock.json": text + " " * (4 << 20)}
    head(world, files)
    assert [row.locked_version for row in world.stream.rows("dependencies")] == [None]


def test_a_head_that_was_read_by_older_rules_is_read_again_without_its_commits(world):
    head(world, {"package.json": '{"dependencies": {"left": "^1"}}'})
    landed = {name: value for name, value in world.stream.state["landed"].items() if name != "packages"}
    world.stream.state = {"landed": landed | {"head_rules": 1}, "reading": None}
    (batch,) = world.collect()
    assert {type(record).table for record in batch.records} == {"dependencies", "repository_heads"}
    assert world.stream.state["landed"]["packages"] == ["npm:left"]
    assert world.collect() == []


def test_of_very_many_lock_files_those_nearest_to_the_root_are_read(world):
    files = {}
    for number in range(45):
        name = f"p{number:02}"
        files[f"{name}/package.json"] = f'{{"dependencies": {{"{name}": "^1"}}}}'
        files[f"{name}/package-lock.json"] = f'{{"dependencies": {{"{name}": {{"version": "1.2.3"}}}}}}'
    head(world, files)
    locked = {row.name for row in world.stream.rows("dependencies") if row.locked_version}
    assert locked == {f"p{number:02}" for number in range(40)}
