"""Bare repositories beside the user's own, made with git alone: as they are, and as they were left on a day.

What their owner left stands still at the old forge: every branch at its last first-parent commit before that
day, no tag that is younger. The objects stay where the user's git finds them: a copy costs its refs only.
"""

import subprocess
from datetime import datetime
from pathlib import Path

REFS = "%(refname) %(objecttype) %(committerdate:unix) %(*committerdate:unix)"


def bare(url: str, folder: Path) -> Path:
    """Make a bare repository of all branches and tags behind ``url``, as the user's settings lead there."""
    source = _git("ls-remote", "--get-url", url).removeprefix("file://")
    _git("clone", "--quiet", "--mirror", "--shared", "--", source, str(folder))
    _in(folder, "config", "uploadpack.allowFilter", "true")
    _in(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    return folder


def leave(folder: Path, left_at: datetime) -> None:
    """Put all references of a bare repository back to where they stood just before ``left_at``."""
    limit = int(left_at.timestamp())
    changes = (
        _change(folder, line, limit) for line in _in(folder, "for-each-ref", f"--format={REFS}").splitlines()
    )
    orders = "".join(f"{change}\n" for change in changes if change)
    _in(folder, "update-ref", "--stdin", told=orders)


def shas(folder: Path) -> set[str]:
    """Ask git for the commits of the default branch."""
    return set(_in(folder, "rev-list", "HEAD").split())


def _change(folder: Path, line: str, limit: int) -> str | None:
    """Say what becomes of one reference; None where it stays as it is."""
    name, kind, *moments = line.split(" ")
    [moment, *_] = [int(moment) for moment in moments if moment] or [0]
    is_branch = name.startswith("refs/heads/")
    if moment < limit and (is_branch or name.startswith("refs/tags/")):
        return None
    earlier = ["rev-list", "-1", "--first-parent", f"--min-age={limit - 1}", name]
    sha = _in(folder, *earlier).strip() if is_branch and kind == "commit" else ""
    return f"update {name} {sha}" if sha else f"delete {name}"


def _in(folder: Path, *arguments: str, told: str | None = None) -> str:
    return _git("--git-dir", str(folder), *arguments, told=told)


def _git(*arguments: str, told: str | None = None) -> str:
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, text=True, input=told)
    return done.stdout.rstrip("\n")
