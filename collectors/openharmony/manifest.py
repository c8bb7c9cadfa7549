"""The OpenHarmony manifest goes in, as files of one branch; the repositories that it names come out.

A manifest is repo-tool XML: ``<include name>`` pulls in another file, ``<remove-project>`` takes a project
out again, ``<extend-project>`` adds groups. Projects name their system types by the groups ``ohos:mini``,
``ohos:small`` and ``ohos:standard`` and their class by ``ohos:system`` and ``ohos:chipset`` (README of
openharmony/manifest).
"""

import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from collectors.records import ManifestRepository

SYSTEM_TYPES = ("mini", "small", "standard")
CLASSES = ("system", "chipset")
ROOT_FILE = "default.xml"

ReadFile = Callable[[str], bytes | None]
"""Gives a file of the branch by its path, or None where there is none."""


class ManifestError(Exception):
    """The manifest of a branch cannot be read; the text names the file and the reason."""


@dataclass(slots=True)
class _Project:
    path: str
    groups: list[str]
    remote: str | None
    revision: str | None


def manifest_repositories(release_branch: str, read: ReadFile) -> list[ManifestRepository]:
    """Resolve the manifest of one branch into the repositories that it names, each once, by name."""
    projects: dict[str, _Project] = {}
    for element in _elements(ROOT_FILE, read, seen=set()):
        _apply(element, projects)
    return [_record(release_branch, name, project) for name, project in sorted(projects.items())]


def _elements(path: str, read: ReadFile, *, seen: set[str]) -> Iterator[ElementTree.Element]:
    """Walk the elements of a file and, in place, those of the files that it includes."""
    if path in seen:
        return
    seen.add(path)
    text = read(path)
    if text is None:
        raise ManifestError(f"{path}: the manifest includes it, but the branch has no such file")
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ManifestError(f"{path}: not XML ({error})") from error
    for element in root:
        if element.tag == "include":
            yield from _elements(element.attrib["name"], read, seen=seen)
        else:
            yield element


def _apply(element: ElementTree.Element, projects: dict[str, _Project]) -> None:
    name = _short_name(element.get("name", ""))
    if element.tag == "project":
        project = projects.setdefault(name, _Project("", [], None, None))
        project.path = element.get("path", name)
        project.remote = element.get("remote")
        project.revision = element.get("revision")
        project.groups += _groups(element)
    elif element.tag == "remove-project":
        projects.pop(name, None)
    elif element.tag == "extend-project" and name in projects:
        projects[name].groups += _groups(element)


def _short_name(name: str) -> str:
    """Drop the owner and a trailing .git: some branches write ``openharmony/build.git`` for ``build``."""
    return name.rpartition("/")[2].removesuffix(".git")


def _groups(element: ElementTree.Element) -> list[str]:
    return [group.strip() for group in element.get("groups", "").split(",") if group.strip()]


def _record(release_branch: str, name: str, project: _Project) -> ManifestRepository:
    groups = tuple(sorted(set(project.groups)))
    classes = [known for known in CLASSES if f"ohos:{known}" in groups]
    return ManifestRepository(
        release_branch=release_branch,
        name=name,
        source_path=project.path,
        groups=groups,
        system_types=tuple(kind for kind in SYSTEM_TYPES if f"ohos:{kind}" in groups),
        repository_class=classes[0] if classes else "other",
        remote=project.remote,
        revision=project.revision,
    )
