"""Who may import whom, how full a room may be, and the budgets that keep the code readable."""

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent
spec = importlib.util.spec_from_file_location("structure", HERE / "structure.py")
assert spec and spec.loader
structure = importlib.util.module_from_spec(spec)  # tests are no package: loaded by its path
sys.modules["structure"] = structure
spec.loader.exec_module(structure)
HOUSE = structure.Structure(ROOT)

MAY_IMPORT: dict[str, dict[str, set[str]]] = {
    "": {
        "collectors": set(),
        "warehouse": set(),
        "sandbox": set(),
        "flows": {"collectors", "warehouse"},
        "dashboard": {"warehouse"},
    },
    "collectors": {
        "records.py": set(),
        "clock.py": set(),
        "bounded_texts.py": set(),
        "protocol.py": {"records.py"},
        "identity": set(),
        "http": {"clock.py", "protocol.py"},
        "git": {"bounded_texts.py", "clock.py", "identity", "protocol.py", "records.py"},
        "packages": {"bounded_texts.py", "clock.py", "http", "protocol.py", "records.py"},
        "openharmony": {"clock.py", "git", "identity", "protocol.py", "records.py"},
        "forges": {"clock.py", "http", "openharmony", "protocol.py", "records.py"},
    },
    "collectors/forges": {
        "known.py": set(),
        "github": {"known.py"},
        "v5": set(),
        "gitee": {"known.py", "v5"},
        "gitcode": {"known.py", "v5"},
        "credentials.py": {"github"},
        "forecasts.py": {"gitcode", "gitee", "v5"},
        "probe.py": {"github", "gitcode"},
    },
    "warehouse": {
        "errors.py": set(),
        "clock.py": set(),
        "database.py": {"errors.py"},
        "landing": {"clock.py", "errors.py"},
        "building": {"clock.py", "database.py", "errors.py"},
        "publishing": {"building", "errors.py", "landing"},
        "loading": {"clock.py", "database.py", "errors.py", "landing", "publishing"},
    },
    "flows": {
        "errors.py": set(),
        "ledger.py": set(),
        "data_folder.py": {"errors.py"},
        "config": {"errors.py"},
        "registry": {"config", "ledger.py"},
        "registers": {"config", "data_folder.py", "errors.py"},
        "privacy": {"registry"},
        "collecting": {"config", "data_folder.py", "errors.py", "ledger.py", "privacy"},
        "alerts": {"config", "errors.py", "ledger.py"},
        "keeping": {"config", "data_folder.py", "errors.py", "privacy"},
        "runs": {
            *("alerts", "collecting", "config", "data_folder.py", "errors.py", "keeping", "ledger.py"),
            *("privacy", "registers", "registry"),
        },
        "cli": {
            *("alerts", "collecting", "config", "data_folder.py", "errors.py", "keeping", "ledger.py"),
            *("privacy", "registers", "registry", "runs"),
        },
    },
    "dashboard": {
        "words": set(),
        "data.py": {"words"},
        "kit": {"data.py", "words"},
        "report": {"kit", "words"},
        "views": {"data.py", "kit", "report", "words"},
        "pages": {"data.py", "kit", "report", "views", "words"},
        "main": {"data.py", "kit"},
        "__main__.py": {"data.py", "kit"},
    },
    "dashboard/views": {
        "about_data": set(),
        "openharmony": set(),
        "organizations": set(),
        "overview": set(),
        "plan": {"organizations", "overview"},
        "reports": {"overview"},
        "supply_chain": {"overview"},
        "talent": {"organizations"},
    },
    "sandbox": {
        "world": set(),
        "http": set(),
        "git": {"http", "world"},
        "packages": {"http", "world"},
        "forges": {"http", "world"},
        "config": {"packages", "world"},
        "server": {"config", "forges", "git", "http", "packages", "world"},
        "__main__.py": {"config", "forges", "git", "http", "packages", "server", "world"},
    },
    "sandbox/forges": {"github": set(), "v5": set(), "gitee": {"v5"}, "gitcode": {"v5"}},
}
"""For every folder named: what lies in it, and which of its neighbours each may import."""

ONLY_IN = {"prefect": {"flows"}, "streamlit": {"dashboard"}, "requests": {"collectors"}}
NOT_HANDED_ON = {
    "collectors.forges.credentials",
    "collectors.forges.forecasts",
    "collectors.forges.known",
    "collectors.forges.probe",
}
"""Modules that another package imports past a room's ``__init__``. The list may only get shorter."""

MOST_DOORS = 12
MOST_FILES = 16
MOST_PAGES = 20
LONGEST_CHAIN = 22
LONGEST_FUNCTION_LINES = 50
LONGEST_FILE_LINES = 320
DEFINITIONS = {"collectors/records.py"}  # a list of record classes: no logic to get lost in
WAREHOUSE_CODE_LINES = 1800


def sources() -> list[Path]:
    return [ROOT / name for name in HOUSE.files]


# ------------------------------------------------------------------------------------------- who imports whom


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_keep_to_the_tables(folder: str):
    allowed = {
        f"{folder}/{door}".strip("/"): {f"{folder}/{other}".strip("/") for other in others}
        for door, others in MAY_IMPORT[folder].items()
    }
    found = HOUSE.rooms(folder)
    assert found.keys() <= allowed.keys(), "a door that no table names"
    too_many = {door: others - allowed[door] for door, others in found.items() if others - allowed[door]}
    assert too_many == {}


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_library_stays_in_its_package(path: Path):
    imported: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            imported.add(node.module.split(".")[0])
    for library, packages in ONLY_IN.items():
        at_home = path.relative_to(ROOT).parts[0] in packages
        assert library not in imported or at_home, f"{library} belongs to {packages}"


def test_no_file_and_no_folder_imports_in_a_circle():
    assert HOUSE.circles() == []


def test_chains_of_imports_stay_short():
    assert len(HOUSE.longest_chain()) <= LONGEST_CHAIN, "\n".join(HOUSE.longest_chain())


def test_other_packages_take_only_what_a_room_hands_on():
    """Ask a folder's ``__init__`` or a file that is itself a door of its package, nothing deeper."""
    past_the_door = {
        found.asked_module
        for found in HOUSE.imports
        if found.importer.split("/")[0] != found.imported.split("/")[0]
        and not HOUSE.is_folder(found.asked_module)
        and found.asked_module.count(".") > 1
    }
    assert past_the_door == NOT_HANDED_ON


# --------------------------------------------------------------------------------------------- how full it is


def test_rooms_are_not_crowded():
    doors = {package: len(HOUSE.doors(package)) for package in structure.PACKAGES}
    assert {package: count for package, count in doors.items() if count > MOST_DOORS} == {}
    most = {"dashboard/pages": MOST_PAGES}
    files = {folder: len(HOUSE.files_in(folder)) for folder in HOUSE.folders}
    assert {f: count for f, count in files.items() if count > most.get(f, MOST_FILES)} == {}


def test_every_room_says_what_is_behind_its_door():
    scripts = {"dashboard/pages", "dashboard/main"}  # what Streamlit runs is no package
    for folder in set(HOUSE.folders) - scripts:
        door = ROOT / folder / "__init__.py"
        assert door.exists() and ast.get_docstring(ast.parse(door.read_text())), folder


def functions(tree: ast.AST) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]


def test_functions_and_files_stay_short():
    too_long = []
    for path in sources():
        text, name = path.read_text(), str(path.relative_to(ROOT))
        if len(text.splitlines()) > LONGEST_FILE_LINES and name not in DEFINITIONS:
            too_long.append(f"{name}: {len(text.splitlines())} lines")
        for function in functions(ast.parse(text)):
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > LONGEST_FUNCTION_LINES:
                too_long.append(f"{name}:{function.lineno} {function.name}: {lines} lines")
    assert too_long == []


def code_lines(path: Path) -> int:
    """Count the lines that do something: no blanks, comments, docstrings or imports."""
    text = path.read_text()
    tree = ast.parse(text)
    idle: set[int] = set()
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if is_text or isinstance(node, ast.Import | ast.ImportFrom):
            idle |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(1 for n, line in lines if line.strip() and not line.strip().startswith("#") and n not in idle)


def test_the_home_made_runner_stays_small():
    """Past this, adopt dbt or SQLMesh instead (docs/decisions/0001)."""
    assert sum(map(code_lines, (ROOT / "warehouse").rglob("*.py"))) <= WAREHOUSE_CODE_LINES


def many_line_patterns(tree: ast.AST) -> list[str]:
    """Give the regular expressions whose ``^`` or ``.`` looks at many lines."""
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and "re." in ast.unparse(node.func)
    ]
    many = [call for call in calls if re.search(r"re\.(M|MULTILINE|S|DOTALL)\b", ast.unparse(call))]
    return [str(ast.literal_eval(call.args[0])) for call in many]


def test_no_pattern_of_a_collector_goes_over_many_lines_by_blanks():
    """After ``^`` or before ``$``, what also matches line ends makes blank lines cost their square."""
    found = {
        f"{path.name}: {pattern}"
        for path in (ROOT / "collectors").rglob("*.py")
        for pattern in many_line_patterns(ast.parse(path.read_text()))
        if re.search(r"\\s[*+?{]", pattern)
    }
    assert not found


def test_config_is_data_only():
    assert not list((ROOT / "config").rglob("*.py"))


def test_packages_import_from_anywhere(tmp_path: Path):
    """Installed editable: no import depends on the working directory."""
    code = "import collectors, warehouse, flows, dashboard, sandbox"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


def test_the_command_line_starts_without_the_heavy_libraries(tmp_path: Path):
    """`suiyuan --help`, `sql` and `status` answer at once."""
    code = (
        "import sys, flows.cli\n"
        "heavy = {'prefect', 'streamlit', 'pandas', 'altair'} & set(sys.modules)\n"
        "sys.exit(f'imported at start: {heavy}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)


# ------------------------------------------------------------------------------------- where a forge is named

BUILDERS = "flows/collecting/sources.py"
WORDS_FOR_PEOPLE = "dashboard/words/"


def code_names(tree: ast.AST) -> set[str]:
    """Collect what code calls things: identifiers, modules, and texts that are no sentence."""
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name():
                found.add(node.id)
            case ast.Attribute():
                found.add(node.attr)
            case ast.FunctionDef() | ast.ClassDef():
                found.add(node.name)
            case ast.alias():
                found.add(node.name)
            case ast.ImportFrom():
                found.add(node.module or "")
            case ast.Constant() if isinstance(node.value, str) and " " not in node.value:
                found.add(node.value)
    return found


def test_a_forge_is_named_where_its_collectors_are_built_and_in_words_for_people():
    forge = re.compile(r"(?<![a-z])(github|gitee|gitcode|atomgit)(?![a-z])")
    naming = {
        name
        for name in HOUSE.files
        if name.startswith(("flows/", "dashboard/"))
        and any(forge.search(each) for each in code_names(ast.parse((ROOT / name).read_text())))
    }
    assert {name for name in naming if not name.startswith(WORDS_FOR_PEOPLE)} == {BUILDERS}


# --------------------------------------------------------------------------------------------- what day it is

DAYS_OF_THEIR_OWN = {
    "collectors/clock.py",  # gives the day in Shanghai
    "dashboard/words/quantities.py",  # gives the day in Shanghai
    "collectors/forges/github/kinds/stars.py",  # GitHub's weeks begin at midnight UTC
    "flows/registers/cells.py",  # a sheet's cell has no zone
}


def cut_days(tree: ast.AST) -> list[int]:
    """Give the lines that cut a day out of an instant, or ask the machine for the day."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"date", "today"}
        and not call.args
        and not call.keywords
        and not ast.unparse(call.func).endswith("github.today")
    ]


def test_a_day_is_asked_of_the_clock_that_knows_the_zone():
    """``now(UTC).date()`` is yesterday for eight hours of each day in Shanghai."""
    assert cut_days(ast.parse("datetime.now(UTC).date()\ndate.today()\nday_of(now)")) == [1, 2]
    found = {
        f"{name}:{line}"
        for name in HOUSE.files
        if not name.startswith("sandbox/") and name not in DAYS_OF_THEIR_OWN
        for line in cut_days(ast.parse((ROOT / name).read_text()))
    }
    assert found == set()


def test_sql_cuts_no_day_by_the_zone_of_the_machine():
    """An instant (``…_at``, ``as_of``) becomes a day only ``at time zone 'Asia/Shanghai'``."""
    models = {path: path.read_text() for path in (ROOT / "warehouse").rglob("*.sql")}
    pages = {ROOT / name: (ROOT / name).read_text() for name in HOUSE.files if name.startswith("dashboard/")}
    cut = re.compile(r"\b(\w+_at|as_of)::date")
    assert {path.name for path, text in (models | pages).items() if cut.search(text)} == set()
