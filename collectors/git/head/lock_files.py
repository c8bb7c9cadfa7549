"""The name and text of a lock file go in; the one version that it fixes for a package comes out.

Only the versions of direct dependencies are asked for. A lock file that cannot be read fixes nothing. Where
it holds several versions of a package and nothing tells which of them is meant, the version stays unknown.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import yaml
from packaging.utils import canonicalize_name

from collectors.bounded_texts import toml

LARGEST_LOCK_BYTES = 4 << 20
VERSION = re.compile(r"v?\d[0-9A-Za-z.+!-]{0,59}", re.ASCII)
UNREADABLE = (ValueError, yaml.YAMLError, RecursionError, AttributeError, TypeError, KeyError)


class Fixed(NamedTuple):
    """A version of a package, for a folder below the lock file's and a requirement, where it says so."""

    name: str
    version: str
    folder: str = ""
    requirement: str | None = None


class Lock:
    """The versions that one lock file fixes, for its own folder and those of the members that it names."""

    def __init__(self, found: Iterable[Fixed] = (), members: Iterable[str] = ()) -> None:
        """Take what its reader found."""
        self._members = {"", *members}
        self._of_name: defaultdict[str, list[Fixed]] = defaultdict(list)
        for fixed in found:
            if VERSION.fullmatch(fixed.version):
                self._of_name[fixed.name].append(fixed)

    def version(self, name: str, requirement: str | None, folder: str = "") -> str | None:
        """Give the version that the manifest in ``folder``, seen from the lock file, uses of a package."""
        found = self._of_name.get(name, []) if folder in self._members else []
        if requirement and any(fixed.requirement for fixed in found):
            found = [fixed for fixed in found if fixed.requirement == requirement]
        nearest = next((here for each in _upwards(folder) if (here := _in(found, each))), [])
        versions = {fixed.version for fixed in nearest}
        return versions.pop() if len(versions) == 1 else None


def _in(found: Iterable[Fixed], folder: str) -> list[Fixed]:
    return [fixed for fixed in found if fixed.folder == folder]


def _upwards(folder: str) -> Iterator[str]:
    """Yield a folder and those above it, as packages are looked for."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]
    yield ""


def locks_of(manifest: str) -> tuple[str, ...]:
    """Name the lock files, in lower case, that fix the versions of a manifest; the stronger go first."""
    return _LOCKS.get(manifest, ())


def read_lock(name: str, text: str) -> Lock:
    """Read a lock file by its lower-case name; one that cannot be read fixes nothing."""
    try:
        return _READERS[name](text)
    except UNREADABLE:
        return Lock()


def _folder(written: str) -> str:
    """Write a folder as the tree is read: in lower case, the lock file's own as nothing."""
    return "" if written == "." else written.strip("/").removeprefix("./").lower()


def _npm(text: str) -> Lock:
    """Read npm's lock: by the place of each package since version 2, by its name alone before."""
    document = json.loads(text)
    places = document.get("packages")
    if places is None:
        old = document.get("dependencies", {}).items()
        return Lock(Fixed(name, str(facts.get("version"))) for name, facts in old)
    members = [_folder(place) for place in places if "node_modules/" not in place]
    return Lock(_installed(places), members)


def _installed(places: Mapping[str, Mapping[str, str]]) -> Iterator[Fixed]:
    """Yield what lies directly in the ``node_modules`` of a member; what lies deeper is not its own."""
    for place, facts in places.items():
        folder, _, name = place.rpartition("node_modules/")
        if name and "node_modules/" not in folder:
            yield Fixed(facts.get("name", name), str(facts.get("version")), _folder(folder))


YARN_ENTRY = re.compile(r'^"?([^\s#"].*?)"?:\n  version:? "?([^"\n]+)"?$', re.MULTILINE)


def _yarn(text: str) -> Lock:
    """Read yarn's lock: the requirements that share an entry, and its version.

    It does not say, in version 1, which folders are members, so only the manifest beside it counts.
    """
    found: list[Fixed] = []
    for entry in YARN_ENTRY.finditer(text.replace("\r\n", "\n")):
        for asked in entry[1].replace('"', "").split(", "):
            name, requirement = _asked(asked)
            found.append(Fixed(name, entry[2], requirement=requirement.removeprefix("npm:")))
    return Lock(found)


def _asked(text: str) -> tuple[str, str]:
    """Cut ``@scope/name@^1`` into name and requirement."""
    name, _, requirement = text[1:].partition("@")
    return text[0] + name, requirement


class _PlainYaml(yaml.BaseLoader):
    """Takes every scalar as text, and no alias: a few lines of them can stand for a text without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse an alias where a node should be."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("a lock file with aliases")
        return super().compose_node(parent, index)


def _pnpm(text: str) -> Lock:
    """Read pnpm's lock: what each importer resolved, which stands before the long list of all packages."""
    before_packages = re.split(r"^packages:", text, maxsplit=1, flags=re.MULTILINE)[0]
    document = yaml.load(before_packages, _PlainYaml)
    importers = document.get("importers", {".": document})
    found = (each for folder, importer in importers.items() for each in _imported(_folder(folder), importer))
    return Lock(found, map(_folder, importers))


def _imported(folder: str, importer: Mapping[str, Mapping[str, Any]]) -> Iterator[Fixed]:
    for kind in ("dependencies", "devDependencies", "optionalDependencies"):
        for name, resolved in importer.get(kind, {}).items():
            written = resolved["version"] if isinstance(resolved, dict) else resolved
            yield Fixed(name, re.split(r"[(_]", written)[0].rpartition("/")[2], folder)


def _python(text: str) -> Lock:
    """Read the locks of poetry, pdm and uv, which list packages alike; uv says which are members."""
    packages = toml(text).get("package", ())
    sources = [package.get("source", {}) for package in packages]
    members = [source.get("editable", source.get("virtual")) for source in sources]
    found = (Fixed(canonicalize_name(each["name"]), str(each.get("version"))) for each in packages)
    return Lock(found, (_folder(member) for member in members if member))


def _pipfile(text: str) -> Lock:
    document = json.loads(text)
    sections = (document.get(name, {}) for name in ("default", "develop"))
    return Lock(
        Fixed(canonicalize_name(name), str(facts.get("version")).removeprefix("=="))
        for section in sections
        for name, facts in section.items()
    )


def _ohpm(text: str) -> Lock:
    """Read ohpm's lock: requirements, each with the entry that it resolved to."""
    document = json.loads(text)
    packages = document.get("packages", {})
    return Lock(
        Fixed(name, str(packages.get(chosen, {}).get("version")), requirement=requirement)
        for asked, chosen in document.get("specifiers", {}).items()
        for name, requirement in [_asked(asked)]
    )


_READERS: Mapping[str, Callable[[str], Lock]] = {
    "npm-shrinkwrap.json": _npm,
    "package-lock.json": _npm,
    "yarn.lock": _yarn,
    "pnpm-lock.yaml": _pnpm,
    "poetry.lock": _python,
    "uv.lock": _python,
    "pdm.lock": _python,
    "pipfile.lock": _pipfile,
    "oh-package-lock.json5": _ohpm,
}
_LOCKS: Mapping[str, tuple[str, ...]] = {
    "package.json": ("npm-shrinkwrap.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock"),
    "pyproject.toml": ("uv.lock", "poetry.lock", "pdm.lock"),
    "setup.cfg": ("uv.lock", "pdm.lock"),
    "pipfile": ("pipfile.lock",),
    "oh-package.json5": ("oh-package-lock.json5",),
}
