"""The name and text of a manifest go in; the direct dependencies that it declares come out.

A manifest that cannot be read declares nothing: it is others' work, and broken ones are found in the wild.
What no library reads is read line by line, a line longer than LONGEST_LINE not at all.
Dependencies on folders, workspaces and addresses are left out, for they name no package.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree

import json5
from packaging.requirements import InvalidRequirement, Requirement

from collectors.bounded_texts import LONGEST_LINE, ini, short_lines, toml

LONGEST_REQUIREMENT = 100
NAME = re.compile(r"[@\w][\w.@/:+-]{0,199}", re.ASCII)
NO_PACKAGE = ("file:", "link:", "workspace:", "portal:", "git", "http:", "https:", "ssh:", ".", "/")
Kinds = Mapping[str, str]


class Declared(NamedTuple):
    """A direct dependency: kind is runtime, development, optional or peer."""

    ecosystem: str
    name: str
    kind: str
    requirement: str | None


Found = Iterator[Declared]


def is_manifest(name: str) -> bool:
    """Tell by its lower-case file name whether a file is a manifest that can be read."""
    return name in _READERS or name.endswith(PROJECT_ENDINGS)


def declared(name: str, text: str) -> Iterator[tuple[str, Declared]]:
    """Give (manifest name, dependency); project files are named by their ending alone."""
    manifest = next((f"*{end}" for end in PROJECT_ENDINGS if name.endswith(end)), name)
    reader = _READERS.get(manifest) or _READERS["*.csproj"]
    try:
        found = list(reader(text))
    except (ValueError, ElementTree.ParseError, RecursionError, AttributeError, TypeError):
        return
    for dependency in found:
        if NAME.fullmatch(dependency.name):
            yield manifest, dependency._replace(requirement=_shortened(dependency.requirement))


def _shortened(requirement: str | None) -> str | None:
    """Keep a version range; leave out addresses, which may hold anything."""
    text = (requirement or "").strip()
    is_range = text and len(text) <= LONGEST_REQUIREMENT and not re.search(r"[/:$@]", text)
    return text if is_range else None


def _table(ecosystem: str, table: object, kind: str) -> Found:
    """Read ``name = "range"`` or ``name = {version = "range"}``."""
    if not isinstance(table, dict):
        return
    for name, value in table.items():
        details = value if isinstance(value, dict) else {"version": value}
        version = details.get("version")
        requirement = version if isinstance(version, str) else None
        if {"path", "git", "workspace"} & details.keys() or (requirement or "").startswith(NO_PACKAGE):
            continue
        chosen = "optional" if details.get("optional") is True and kind == "runtime" else kind
        yield Declared(ecosystem, str(details.get("package") or name), chosen, requirement)


def _tables(ecosystem: str, document: Mapping[str, Any], kinds: Kinds) -> Found:
    for key, kind in kinds.items():
        yield from _table(ecosystem, document.get(key), kind)


NPM_KINDS = {
    "dependencies": "runtime",
    "devDependencies": "development",
    "optionalDependencies": "optional",
    "peerDependencies": "peer",
}


def _package_json(text: str) -> Found:
    for found in _tables("npm", json.loads(text), NPM_KINDS):
        prefix, _, alias = (found.requirement or "").partition(":")
        if prefix == "npm" and alias:  # npm:@scope/name@^1
            name, _, version = alias[1:].partition("@")
            found = found._replace(name=alias[0] + name, requirement=version)
        yield found


def _oh_package(text: str) -> Found:
    kinds = {
        "dependencies": "runtime",
        "dynamicDependencies": "runtime",
        "devDependencies": "development",
    }
    yield from _tables("ohpm", json5.loads(text), kinds)


def _composer(text: str) -> Found:
    for found in _tables("composer", json.loads(text), {"require": "runtime", "require-dev": "development"}):
        if "/" in found.name:  # the rest are PHP and its extensions
            yield found


CARGO_KINDS = {
    "dependencies": "runtime",
    "build-dependencies": "development",
    "dev-dependencies": "development",
}


def _cargo(text: str) -> Found:
    document = toml(text)
    yield from _tables("cargo", document, CARGO_KINDS)
    for target in document.get("target", {}).values():
        yield from _tables("cargo", target, CARGO_KINDS)


def _pep508(lines: Iterable[object], kind: str) -> Found:
    for line in lines:
        text = re.split(r"\s#|\s--", line, maxsplit=1)[0].strip() if isinstance(line, str) else ""
        if len(text) > LONGEST_LINE:
            continue
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if not requirement.url:
            yield Declared("pypi", _pypi_name(requirement.name), kind, str(requirement.specifier))


def _pypi_name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pyproject(text: str) -> Found:
    document = toml(text)
    project = document.get("project", {})
    yield from _pep508(project.get("dependencies", ()), "runtime")
    for lines in project.get("optional-dependencies", {}).values():
        yield from _pep508(lines, "optional")
    for lines in document.get("dependency-groups", {}).values():
        yield from _pep508(lines, "development")
    yield from _poetry(document.get("tool", {}).get("poetry", {}))


def _poetry(poetry: Mapping[str, Any]) -> Found:
    groups = [(poetry.get("dependencies"), "runtime"), (poetry.get("dev-dependencies"), "development")]
    groups += [(group.get("dependencies"), "development") for group in poetry.get("group", {}).values()]
    for table, kind in groups:
        for found in _table("pypi", table, kind):
            if found.name != "python":
                yield found._replace(name=_pypi_name(found.name))


def _setup_cfg(text: str) -> Found:
    for (section, key), lines in ini(text).items():
        if (section, key) == ("options", "install_requires"):
            yield from _pep508(lines, "runtime")
        elif section == "options.extras_require":
            yield from _pep508(lines, "optional")


def _requirements(text: str) -> Found:
    yield from _pep508(text.replace("\\\n", " ").splitlines(), "runtime")


def _pipfile(text: str) -> Found:
    document = toml(text)
    for found in _tables("pypi", document, {"packages": "runtime", "dev-packages": "development"}):
        yield found._replace(name=_pypi_name(found.name))


def _xml(text: str) -> ElementTree.Element:
    """Parse XML that has no document type: entities can be made to swell without end."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("XML with a document type")
    root = ElementTree.fromstring(text.encode())
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    return root


def _pom(text: str) -> Found:
    root = _xml(text)
    own = {
        f"${{project.{name}}}": root.findtext(name) or root.findtext(f"parent/{name}") or ""
        for name in MAVEN_OWN
    }
    for dependency in root.findall("dependencies/dependency"):
        group, artifact = ((dependency.findtext(tag) or "").strip() for tag in MAVEN_OWN[:2])
        is_test = (dependency.findtext("scope") or "").strip() in ("test", "provided")
        is_optional = (dependency.findtext("optional") or "").strip() == "true"
        kind = "development" if is_test else "optional" if is_optional else "runtime"
        version = (dependency.findtext("version") or "").strip()
        yield Declared("maven", f"{own.get(group, group)}:{artifact}", kind, own.get(version, version))


MAVEN_OWN = ("groupId", "artifactId", "version")
GRADLE_LINE = re.compile(
    r"""[ \t]*
    (?P<scope>\w*?(?:api|implementation|compileOnly|runtimeOnly|compile|testCompile|annotationProcessor|kapt))
    [ \t(]+['"](?P<group>[\w.-]+):(?P<artifact>[\w.-]+)(?::(?P<version>[^'":@]+))?""",
    re.VERBOSE | re.IGNORECASE,
)


def _gradle(text: str) -> Found:
    """Read plain ``implementation 'group:artifact:version'`` lines; what a script computes stays unknown."""
    for line in filter(None, map(GRADLE_LINE.match, short_lines(text))):
        is_test = "test" in line["scope"].lower()
        kind = "development" if is_test else "runtime"
        yield Declared("maven", f"{line['group']}:{line['artifact']}", kind, line["version"])


def _go_mod(text: str) -> Found:
    """Read ``require name version`` lines and the blocks of them that are closed."""
    block: list[Declared] | None = None
    for line in short_lines(text):
        code, _, remark = line.partition("//")
        words = code.replace("(", " ( ").split()
        if words == ["require", "("]:
            block = []
        elif words[:1] == [")"]:
            yield from block or ()
            block = None
        elif words and "indirect" not in remark:
            if block is not None:
                block += _go_requirement(words)
            elif words[0] == "require":
                yield from _go_requirement(words[1:])


def _go_requirement(words: list[str]) -> Found:
    if len(words) == 2 and "." in words[0] and words[1].startswith("v"):
        yield Declared("go", words[0], "runtime", words[1])


def _csproj(text: str) -> Found:
    for reference in _xml(text).iter("PackageReference"):
        name = reference.get("Include") or reference.get("Update") or ""
        private = (reference.get("PrivateAssets") or reference.findtext("PrivateAssets") or "").lower()
        kind = "development" if private == "all" else "runtime"
        yield Declared("nuget", name, kind, reference.get("Version") or reference.findtext("Version"))


PROJECT_ENDINGS = (".csproj", ".fsproj", ".vbproj")
_READERS: Mapping[str, Callable[[str], Found]] = {
    "package.json": _package_json,
    "oh-package.json5": _oh_package,
    "composer.json": _composer,
    "cargo.toml": _cargo,
    "pyproject.toml": _pyproject,
    "setup.cfg": _setup_cfg,
    "requirements.txt": _requirements,
    "pipfile": _pipfile,
    "pom.xml": _pom,
    "build.gradle": _gradle,
    "build.gradle.kts": _gradle,
    "go.mod": _go_mod,
    "*.csproj": _csproj,
}
