"""The versions that lock files fix for direct dependencies."""

import pytest

from collectors.git.head.lock_files import locks_of, read_lock

NPM = """{"lockfileVersion": 3, "packages": {
    "": {"dependencies": {"left": "^1"}}, "packages/Web": {"dependencies": {"left": "^2"}},
    "node_modules/left": {"version": "1.4.0"}, "packages/Web/node_modules/left": {"version": "2.0.1"},
    "node_modules/up/node_modules/left": {"version": "0.9.0"}, "node_modules/up": {"version": "3.1.0"},
    "node_modules/alias": {"name": "real", "version": "5.0.0"},
    "node_modules/web": {"resolved": "packages/Web", "link": true}}}"""
OLD_NPM = '{"lockfileVersion": 1, "dependencies": {"left": {"version": "1.4.0", "dependencies": {"up": {}}}}}'
YARN = """# yarn lockfile v1


"@scope/left@^1.0.0", "@scope/left@^1.2.0":
  version "1.4.0"
  resolved "https://registry.example/left-1.4.0.tgz"
  dependencies:
    up "^3.0.0"

"@scope/left@>=2 <3":
  version "2.1.0"

up@^3.0.0:
  version "3.1.0-beta.2"
"""
BERRY = """__metadata:
  version: 8

"left@npm:^1.0.0, left@npm:^1.2.0":
  version: 1.4.0
  resolution: "left@npm:1.4.0"
"""
PNPM = """lockfileVersion: '6.0'
importers:
  .:
    dependencies:
      left:
        specifier: ^1.0.0
        version: 1.4.0(@scope/up@3.1.0)(zoo@1.0.0)
  packages/web:
    devDependencies:
      left: {specifier: ^2.0.0, version: 2.0.1}
      near: {specifier: 'workspace:*', version: 'link:../near'}
packages:
  /broken: [
"""
OLD_PNPM = "lockfileVersion: 5.3\ndependencies:\n  '@scope/left': 1.4.0_up@3.1.0\n  up: /up/3.1.0\n"
UV = """[[package]]
name = "Left.Pad"
version = "1.4.0"
[[package]]
name = "web"
version = "0.1"
source = { editable = "packages/web" }
[[package]]
name = "twice"
version = "1.0"
[[package]]
name = "twice"
version = "2.0"
"""
PIPFILE = (
    '{"default": {"left": {"version": "==1.4.0"}}, "develop": {"Up_Down": {"version": "==3.1"}, "git": {}}}'
)
OHPM = """{"specifiers": {"@ohos/left@^1.0.0": "@ohos/left@1.4.0", "local@../local": "local@../local"},
    "packages": {"@ohos/left@1.4.0": {"name": "@ohos/left", "version": "1.4.0"}}}"""


@pytest.mark.parametrize(
    ("name", "text", "asked", "version"),
    [
        ("package-lock.json", NPM, ("left", "^1"), "1.4.0"),
        ("package-lock.json", NPM, ("left", "^2", "packages/web"), "2.0.1"),  # its own, not the root's
        (
            "package-lock.json",
            NPM,
            ("up", "^3", "packages/web"),
            "3.1.0",
        ),  # the root's, as node looks upwards
        ("package-lock.json", NPM, ("left", "^1", "examples/one"), None),  # no member: another project
        ("package-lock.json", NPM, ("real", "^5"), "5.0.0"),
        ("package-lock.json", NPM, ("web", "*"), None),  # a link to a folder has no version
        ("npm-shrinkwrap.json", OLD_NPM, ("left", "^1"), "1.4.0"),
        ("npm-shrinkwrap.json", OLD_NPM, ("left", "^1", "web"), None),
        ("yarn.lock", YARN, ("@scope/left", "^1.2.0"), "1.4.0"),
        ("yarn.lock", YARN, ("@scope/left", ">=2 <3"), "2.1.0"),
        ("yarn.lock", YARN, ("@scope/left", "^9.0.0"), None),  # the lock is older than the manifest
        ("yarn.lock", YARN, ("@scope/left", None), None),  # two versions, and nothing tells which
        ("yarn.lock", YARN, ("up", None), "3.1.0-beta.2"),
        ("yarn.lock", BERRY.replace("\n", "\r\n"), ("left", "^1.2.0"), "1.4.0"),
        ("pnpm-lock.yaml", PNPM, ("left", "^1.0.0"), "1.4.0"),
        ("pnpm-lock.yaml", PNPM, ("left", "^2.0.0", "packages/web"), "2.0.1"),
        ("pnpm-lock.yaml", PNPM, ("near", "workspace:*", "packages/web"), None),
        ("pnpm-lock.yaml", OLD_PNPM, ("@scope/left", "^1"), "1.4.0"),
        ("pnpm-lock.yaml", OLD_PNPM, ("up", "^3"), "3.1.0"),
        ("pnpm-lock.yaml", "dependencies:\n  left: 1.10\n", ("left", "^1"), "1.10"),  # a text, no number
        ("pnpm-lock.yaml", "dependencies:\n  left: &v 1.4.0\n  up: *v\n", ("left", "^1"), None),
        ("pnpm-lock.yaml", "dependencies:\n  left: {version: [1.4.0]}\n", ("left", "^1"), None),
        ("uv.lock", UV, ("left-pad", ">=1"), "1.4.0"),
        ("uv.lock", UV, ("left-pad", ">=1", "packages/web"), "1.4.0"),
        ("poetry.lock", UV, ("twice", ">=1"), None),
        ("pipfile.lock", PIPFILE, ("left", "*"), "1.4.0"),
        ("pipfile.lock", PIPFILE, ("up-down", None), "3.1"),
        ("pipfile.lock", PIPFILE, ("git", None), None),
        ("oh-package-lock.json5", OHPM, ("@ohos/left", "^1.0.0"), "1.4.0"),
        ("oh-package-lock.json5", OHPM, ("local", "../local"), None),
    ],
)
def test_the_version_that_a_lock_file_fixes(name, text, asked, version):
    assert read_lock(name, text).version(*asked) == version


LOCKS = "package-lock.json yarn.lock pnpm-lock.yaml poetry.lock pipfile.lock oh-package-lock.json5"
BROKEN = ["", "{", "[", "null", "[]", "1", '{"packages": 1}', "a: &x [*x]\n<<: 3", "\0", "importers: 7"]


@pytest.mark.parametrize("name", LOCKS.split())
@pytest.mark.parametrize("text", BROKEN)
def test_a_lock_file_that_cannot_be_read_fixes_nothing(name, text):
    assert read_lock(name, text).version("left", "^1") is None


def test_a_version_that_is_free_text_is_left_out():
    text = '{"dependencies": {"left": {"version": "git+ssh://somebody@example.org/left"}}}'
    assert read_lock("package-lock.json", text).version("left", None) is None


def test_which_lock_files_belong_to_a_manifest():
    assert "yarn.lock" in locks_of("package.json")
    assert locks_of("pom.xml") == ()
