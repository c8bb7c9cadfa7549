"""What CONTRIBUTING.md says of adding a forge is true: a copy of it gets a fourth, which collects."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox import Sandbox, World

ROOT = Path(__file__).parent.parent
PACKAGES = ("collectors", "warehouse", "flows", "dashboard")
SCOPE = '\n[fourth]\nname_zh = "第四"\nname_en = "Fourth"\nrepositories = ["{repository_id}"]\n'
COLLECT = "from flows.cli import main; main()"
WORD = "from dashboard.words.say import TERMS; print(TERMS['fourth'][1])"


def touched() -> set[str]:
    """Read from CONTRIBUTING.md what adding a forge touches."""
    (row,) = re.findall(
        r"^\| a forge.*$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    return set(re.findall(r"`([\w/.<>]+)`", row.split("|")[2]))


def put(path: Path, before: str, line: str) -> None:
    """Write a line before the first place where a text stands."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, line + before, 1), encoding="utf-8")


def renamed(text: str) -> str:
    return text.replace("gitee", "fourth").replace("Gitee", "Fourth")


def with_a_fourth_forge(checkout: Path) -> set[str]:
    """Add the forge as a copy of Gitee under another name; give the places that were touched."""
    forges = checkout / "collectors" / "forges"
    shutil.copytree(forges / "gitee", forges / "fourth")
    for path in (forges / "fourth").glob("*.py"):
        path.write_text(renamed(path.read_text(encoding="utf-8")), encoding="utf-8")
    known = (forges / "known.py").read_text(encoding="utf-8")
    (entry,) = re.findall(r'    "gitee": KnownForge\(.*?\n    \),\n', known, re.DOTALL)
    put(forges / "known.py", entry, renamed(entry))
    sources = checkout / "flows" / "collecting" / "sources.py"
    text = sources.read_text(encoding="utf-8")
    (builder,) = re.findall(r"def _gitee\(.*?\n\n\n", text, re.DOTALL)
    put(sources, builder, renamed(builder))
    put(sources, '    "gitee": _gitee,\n', '    "fourth": _fourth,\n')
    imported = "from collectors.forges.gitee import gitee_collectors\n"
    put(sources, imported, renamed(imported))
    put(checkout / "dashboard" / "words" / "say.py", '    "gitee": (', '    "fourth": ("第四", "Fourth"),\n')
    return {
        "collectors/forges/<forge>/",
        "collectors/forges/known.py",
        "flows/collecting/sources.py",
        "dashboard/words/say.py",
        "config/settings.toml",
    }


def configure(config: Path, full_name: str) -> None:
    """Give the config the forge, at the address of the sandbox's Gitee, and a scope of one repository."""
    settings = config / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    section = text[text.index("[forges.gitee]") :].partition("\n[")[0]
    section = section.replace("gitee]", "fourth]").replace("GITEE_TOKEN", "FOURTH_TOKEN")
    settings.write_text(f"{text}\n{section}\n", encoding="utf-8")
    with (config / "scopes.toml").open("a", encoding="utf-8") as scopes:
        scopes.write(SCOPE.format(repository_id=f"fourth:{full_name.lower()}"))
    registry = config / "repositories.csv"
    rows = registry.read_text(encoding="utf-8-sig").splitlines()
    given = {
        "forge": "fourth",
        "full_name": full_name,
        "role": "own",
        "is_aggregate_only": "no",
        "depth": "full",
    }
    rows.append(",".join(given.get(name, "") for name in rows[0].split(",")))
    registry.write_text("\n".join(rows) + "\n", encoding="utf-8")


def run(*words: str, environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python from a folder, so that what is imported is what the environment says."""
    command = [sys.executable, *words]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / "checkout" / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    return tmp_path / "checkout"


def test_a_fourth_forge_touches_what_the_page_says_and_collects(checkout: Path, tmp_path: Path):
    assert with_a_fourth_forge(checkout) == touched()
    with Sandbox(World(seed=1)) as sandbox:
        sandbox.write_config(tmp_path / "config")
        plan = next(plan for plan in sandbox.world.plans if not plan.hazard and plan.size.issue_count > 5)
        full_name = plan.full_name_at(sandbox.world.until)
        configure(tmp_path / "config", full_name)
        environment = (
            os.environ
            | sandbox.environment
            | {
                "PYTHONPATH": str(checkout),
                "FOURTH_TOKEN": sandbox.token,
                "SUIYUAN_MAILBOX_KEY": str(tmp_path / "mailbox.key"),
            }
        )
        collect = ["-c", COLLECT, "collect", "--scope", "fourth", "--only", "fourth:*"]
        folders = ["--config", str(tmp_path / "config"), "--data", str(tmp_path / "data")]
        done = run(*collect, *folders, environment=environment, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    landed = {path.parent.name for path in (tmp_path / "data" / "landing" / "fourth").rglob("*.jsonl.gz")}
    assert {"repository", "issues", "change_requests"} <= landed
    said = run("-c", WORD, environment=environment, folder=tmp_path)
    assert said.stdout.strip() == "Fourth"
