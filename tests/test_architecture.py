"""Who may import whom, and the budgets that keep the code readable."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"collectors", "warehouse", "flows", "dashboard", "sandbox"}
MAY_IMPORT = {
    "collectors": set(),
    "warehouse": set(),
    "sandbox": set(),
    "flows": {"collectors", "warehouse"},
    "dashboard": {"warehouse"},
}
ONLY_IN = {"prefect": {"flows"}, "streamlit": {"dashboard"}, "requests": {"collectors"}}
LONGEST_FUNCTION_LINES = 50
LONGEST_FILE_LINES = 320
DEFINITIONS = {"collectors/records.py"}  # a list of record classes: no logic to get lost in
WAREHOUSE_CODE_LINES = 1400


def sources() -> list[Path]:
    return sorted(path for package in OURS for path in (ROOT / package).rglob("*.py"))


def package_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported_packages(tree: ast.AST) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path):
    package = package_of(path)
    imported = imported_packages(ast.parse(path.read_text()))
    assert imported & OURS - {package} <= MAY_IMPORT[package]
    for library, packages in ONLY_IN.items():
        assert library not in imported or package in packages, f"{library} belongs to {packages}"


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
    assert sum(map(code_lines, (ROOT / "warehouse").glob("*.py"))) <= WAREHOUSE_CODE_LINES


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
