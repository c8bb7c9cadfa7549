"""The house in figures: doors, files in a folder, circles and chains of imports, read from the source alone.

``python tests/structure.py [REVISION ...]`` prints them for the working tree, or for revisions side by side.
An import that stands inside a function counts like any other. A name that a folder's ``__init__`` hands on
counts as an import of the file that holds it, so a door makes no chain longer and no circle rounder.
"""

import ast
import io
import statistics
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parent.parent
PACKAGES = ("collectors", "warehouse", "flows", "dashboard", "sandbox")


@dataclass(frozen=True)
class Import:
    """One import of ours: the file that imports, the file that holds the name, and the name asked for."""

    importer: str
    imported: str
    asked_module: str
    name: str


class Structure:
    """The Python files of the five packages under a folder and the imports between them, as posix paths."""

    def __init__(self, root: Path) -> None:
        self.root = root
        files = (path for package in PACKAGES for path in (root / package).rglob("*.py"))
        self.files = sorted(path.relative_to(root).as_posix() for path in files)
        self._trees = {name: ast.parse((root / name).read_text(encoding="utf-8")) for name in self.files}
        self._modules = {module_of(name): name for name in self.files}

    @cached_property
    def imports(self) -> list[Import]:
        """Every import of ours, names looked up through the ``__init__`` files that hand them on."""
        return [found for name in self.files for found in self._imports_of(name)]

    def _imports_of(self, importer: str) -> Iterator[Import]:
        for node in ast.walk(self._trees[importer]):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name in self._modules:
                        yield Import(importer, self._modules[alias.name], alias.name, "")
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                for alias in node.names:
                    if holder := self._holder(node.module, alias.name):
                        yield Import(importer, holder, node.module, alias.name)

    def _holder(self, module: str, name: str) -> str | None:
        """Return the file that holds a name asked of a module; None where the module is not ours."""
        if module not in self._modules:
            return None
        file = self._modules[module]
        if file.endswith("/__init__.py"):
            for node in self._trees[file].body:
                if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                    for alias in node.names:
                        if (alias.asname or alias.name) == name and node.module != module:
                            return self._holder(node.module, alias.name) or file
            return self._modules.get(f"{module}.{name}", file)
        return file

    @cached_property
    def graph(self) -> dict[str, set[str]]:
        """Which files each file imports; the ``__init__`` files stand aside."""
        graph: dict[str, set[str]] = {name: set() for name in self.files if not is_door(name)}
        for found in self.imports:
            is_between_files = not is_door(found.importer) and not is_door(found.imported)
            if is_between_files and found.importer != found.imported:
                graph[found.importer].add(found.imported)
        return graph

    def rooms(self, folder: str) -> dict[str, set[str]]:
        """Which files and folders lie in a folder, and which of its neighbours each of them imports."""
        graph: dict[str, set[str]] = {}
        for importer, imported in self.graph.items():
            here = neighbour(folder, importer)
            if here is None:
                continue
            others = {neighbour(folder, each) for each in imported} - {None, here}
            graph.setdefault(here, set()).update(each for each in others if each)
        return graph

    def is_folder(self, module: str) -> bool:
        """Tell whether a dotted name is that of a folder, so that its ``__init__`` is asked."""
        return self._modules[module].endswith("/__init__.py")

    @property
    def folders(self) -> list[str]:
        """Every folder that holds Python files, at any depth."""
        return sorted({str(PurePosixPath(name).parent) for name in self.files})

    def files_in(self, folder: str) -> list[str]:
        """Name the Python files that lie in a folder itself, its ``__init__`` aside."""
        return [name for name in self.graph if str(PurePosixPath(name).parent) == folder]

    def doors(self, package: str) -> list[str]:
        """Name the files and folders that lie in a package itself."""
        inside = (neighbour(package, name) for name in self.files if not is_door(name))
        return sorted({each for each in inside if each})

    def circles(self) -> list[str]:
        """Name one circle of imports for each folder whose files and folders import each other in a ring."""
        found = []
        for folder in [*self.folders, ""]:
            try:
                TopologicalSorter(self.rooms(folder)).prepare()
            except CycleError as circle:
                found.append(" -> ".join(circle.args[1]))
        return found

    def longest_chain(self) -> list[str]:
        """Return the longest run of files of which each imports the next; a circle is cut where it closes."""
        graph = {name: set(imported) for name, imported in self.graph.items()}
        best: dict[str, list[str]] = {}
        for name in _in_order(graph):
            tails = [best[each] for each in graph[name]]
            best[name] = [name, *max(tails, key=len, default=[])]
        return max(best.values(), key=len)


def _in_order(graph: dict[str, set[str]]) -> list[str]:
    """Sort the files, imported ones first, and take out of the graph what closes a circle."""
    while True:
        try:
            return list(TopologicalSorter(graph).static_order())
        except CycleError as circle:
            imported, importer = circle.args[1][:2]
            graph[importer].discard(imported)


def is_door(name: str) -> bool:
    """Tell whether a file is a folder's own ``__init__``."""
    return name.endswith("/__init__.py")


def module_of(name: str) -> str:
    """Return the dotted name of a file."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def neighbour(folder: str, name: str) -> str | None:
    """Return what lies in a folder on the way to a file; None where the file lies elsewhere."""
    above = PurePosixPath(folder).parts if folder else ()
    parts = PurePosixPath(name).parts
    if parts[: len(above)] != above or len(parts) <= len(above):
        return None
    return "/".join(parts[: len(above) + 1])


def at_revision(revision: str, folder: Path) -> Structure:
    """Read the structure of a revision of this repository, unpacked into a folder."""
    command = ["git", "-C", ROOT, "archive", revision, *PACKAGES]
    packed = subprocess.run(command, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return Structure(folder)


def figures(structure: Structure) -> list[tuple[str, str]]:
    """Return what the table shows: a label and a figure each."""
    sizes = {folder: len(structure.files_in(folder)) for folder in structure.folders}
    filled = [size for size in sizes.values() if size]
    largest = max(sizes, key=lambda folder: sizes[folder])
    circles = structure.circles()
    return [
        *((f"doors of {package}/", str(len(structure.doors(package)))) for package in PACKAGES),
        ("folders", str(len(filled))),
        ("files in a folder, median", f"{statistics.median(filled):g}"),
        ("files in a folder, most", f"{sizes[largest]} ({largest}/)"),
        ("circles", str(len(circles))),
        ("longest import chain", str(len(structure.longest_chain()))),
    ]


def main(revisions: list[str]) -> None:
    """Print a table of the figures, one column for each revision."""
    with tempfile.TemporaryDirectory() as folder:
        columns = {each: figures(at_revision(each, Path(folder, each))) for each in revisions}
        columns = columns or {"working tree": figures(Structure(ROOT))}
    table = [["", *columns], ["---"] * (len(columns) + 1)]
    for row in zip(*columns.values(), strict=True):
        table.append([row[0][0], *(figure for _, figure in row)])
    sys.stdout.writelines(f"| {' | '.join(cells)} |\n" for cells in table)


if __name__ == "__main__":
    main(sys.argv[1:])
