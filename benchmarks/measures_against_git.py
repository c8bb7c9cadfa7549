"""Hold yearly measures of repositories against figures worked out straight from git, in plain Python.

    python benchmarks/measures_against_git.py --data data [--repositories 10]

Git is asked for authors, dates, trailers and lines; the measures are then worked out by the words of their
definitions, with none of the collector's code and none of the SQL. Exit status 1 where a figure differs.
"""

import argparse
import csv
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import warehouse

BOTS = Path(__file__).parent.parent / "config" / "bots.csv"
TIP = "refs/suiyuan/incoming"
SHANGHAI = timedelta(hours=8)
FORMAT = (
    "%x1e%P%x1f%an%x1f%ae%x1f%aE%x1f%at%x1f%ct%x1f%(trailers:key=Signed-off-by,valueonly,separator=%x1d)%x1f"
)
METRICS = (
    "code_changes_commits",
    "contributors",
    "new_contributors",
    "contributor_absence_factor",
    "signed_off_ratio",
    "code_changes_lines",
)
OURS = """
select metric, year(period_start_on), value
from marts.measures
where subject_kind = 'repository' and period_kind = 'year' and subject_id = ?
"""


@dataclass
class Year:
    """What one year of one repository holds."""

    commits: Counter[str] = field(default_factory=Counter)
    signed_off: int = 0
    lines: int = 0


def is_bot(name: str, mailbox: str) -> bool:
    """Apply config/bots.csv to a git author."""
    login = mailbox.partition("@")[0].rpartition("+")[2] if "noreply" in mailbox else ""
    for row in csv.DictReader(BOTS.open(encoding="utf-8")):
        pattern = row["pattern"].lower()
        names = (name.lower(), login.lower())
        if row["match_kind"] == "login" and pattern in names:
            return True
        if row["match_kind"] == "login_suffix" and any(each.endswith(pattern) for each in names):
            return True
        if row["match_kind"] == "mailbox_suffix" and mailbox.lower().endswith(pattern):
            return True
    return False


def log(folder: Path, *, has_blobs: bool) -> Iterator[list[str]]:
    """Give the fields of every commit; the last one holds its numstat lines."""
    options = ["--numstat", "-M"] if has_blobs else []
    command = [
        "git",
        "-c",
        "mailmap.file=",
        f"--git-dir={folder}",
        "log",
        *options,
        f"--format={FORMAT}",
        TIP,
    ]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"TZ": "UTC"}, check=True)
    for block in done.stdout.decode("utf-8", "replace").split("\x1e")[1:]:
        yield block.split("\x1f")


def years(folder: Path, *, has_blobs: bool) -> dict[int, Year]:
    """Work out what every year in Shanghai holds, merges and bots apart."""
    found: dict[int, Year] = defaultdict(Year)
    for parents, name, mailbox, mapped, authored, committed, signed_off, numstat in log(
        folder, has_blobs=has_blobs
    ):
        if len(parents.split()) > 1 or is_bot(name, mailbox):
            continue
        instant = datetime.fromtimestamp(int(authored), UTC)
        if instant.year < 1990 or instant > datetime.now(UTC):
            instant = datetime.fromtimestamp(int(committed), UTC)
        year = found[(instant + SHANGHAI).year]
        year.commits[mapped.strip().lower()] += 1
        year.signed_off += bool(signed_off.strip())
        year.lines += sum(changed_lines(line) for line in numstat.splitlines())
    return found


def changed_lines(line: str) -> int:
    """Add a numstat line's added and deleted lines; a binary file has none."""
    counts = line.split("\t")[:2]
    return sum(map(int, counts)) if len(counts) == 2 and counts[0] != "-" else 0


def measures(folder: Path, *, has_blobs: bool) -> dict[tuple[str, int], float]:
    """Work out the measures of every year that has commits."""
    worked_out: dict[tuple[str, int], float] = {}
    known: set[str] = set()
    for number, year in sorted(years(folder, has_blobs=has_blobs).items()):
        total, people = year.commits.total(), set(year.commits)
        values = (
            total,
            len(people),
            len(people - known),
            absence(year.commits),
            year.signed_off / total,
            year.lines,
        )
        known |= people
        for metric, value in zip(METRICS, values, strict=True):
            if has_blobs or metric != "code_changes_lines":
                worked_out[metric, number] = value
    return worked_out


def absence(commits: Counter[str]) -> int:
    """Count the fewest people who made half of the commits."""
    made = 0
    for count, (_, number) in enumerate(commits.most_common(), 1):
        made += number
        if made * 2 >= commits.total():
            return count
    return 0


def main() -> int:
    """Print the newest year's table and the count of figures that agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("data"))
    parser.add_argument("--repositories", type=int, default=10)
    chosen = parser.parse_args()
    db = warehouse.open_snapshot(chosen.data)
    full = warehouse.open_snapshot(chosen.data, edition="research").execute(
        "select repository_id from staging.repository_heads where is_line_count_known order by 1"
    )
    with_lines = {row[0] for row in full.fetchall()}
    folders = {
        unquote(path.name): path for path in sorted((chosen.data / "clones").iterdir()) if path.is_dir()
    }
    picked = [name for name in folders if name in with_lines][: chosen.repositories]
    compared = wrong = 0
    print(f"| repository | year | {' | '.join(METRICS)} |")
    print(f"| --- | ---: | {' | '.join(['---:'] * len(METRICS))} |")
    for name in picked:
        theirs = measures(folders[name], has_blobs=True)
        ours = {(metric, year): value for metric, year, value in db.execute(OURS, [name]).fetchall()}
        differing = [key for key, value in theirs.items() if abs((ours.get(key) or 0) - value) > 1e-9]
        compared, wrong = compared + len(theirs), wrong + len(differing)
        year = max(number for _, number in theirs)
        cells = [f"{ours.get((metric, year)):g}" for metric in METRICS]
        print(f"| {name} | {year} | {' | '.join(cells)} |")
        for key in differing:
            print(f"DIFFERS: {name} {key}: {ours.get(key)} by us, {theirs[key]} by git")
    print(f"\n{compared - wrong} of {compared} yearly figures of {len(picked)} repositories agree.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
