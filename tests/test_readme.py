"""The README shows only commands that exist and work, and its twin shows the same ones."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def shown(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / name).read_text(), re.DOTALL)


def commands(name: str) -> list[str]:
    """The shown command lines without their remarks; a quoted query stays one command."""
    text = re.sub(r" +# .*", "", "\n".join(shown(name, "sh")))
    return re.findall(r'^[^\s"][^"\n]*(?:"[^"]*")?', text, re.MULTILINE)


def suiyuan(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("suiyuan")
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)


def test_both_languages_show_the_same_commands_and_answers():
    assert commands("README.md") == commands("README.zh-CN.md")
    assert shown("README.md", "text") == shown("README.zh-CN.md", "text")


@pytest.mark.parametrize("line", [c for c in commands("README.md") if "suiyuan" in c and '"' not in c])
def test_a_shown_command_exists(line: str):
    words = line.replace("\\", "").split()[1:]
    options = {word for word in words if word.startswith("--")}
    names = [word for word in words[:2] if not word.startswith("-")]
    done = suiyuan(*names, "--help")
    assert done.returncode == 0, done.stderr
    assert all(option in done.stdout for option in options)


@pytest.mark.parametrize("line", [c for c in commands("README.md") if c.startswith("make ")])
def test_a_shown_make_target_exists(line: str):
    done = subprocess.run(["make", "-n", line.split()[1]], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str):
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / name).read_text())
    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []
