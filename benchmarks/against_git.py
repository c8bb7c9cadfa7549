"""Hold the newest snapshot against what git itself says of every clone: one row a repository, one for all.

    python benchmarks/against_git.py --data data

Git is asked the plain way (``git log --use-mailmap`` and ``git log --numstat -M`` on the tip that was read),
with none of the collector's code. Exit status 1 where any figure differs.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import warehouse

TIP = "refs/suiyuan/incoming"
FIGURES = """
with

members as (
    select
        repository_commits.repository_id,
        commits.*,
        coalesce(repository_commits.author_mapped_key, commits.author_key) as person_key
    from staging.repository_commits
    join staging.commits using (sha)
)

select
    repository_id,
    count(*) as commit_count,
    count(*) filter (where not is_merge) as non_merge_count,
    count(distinct person_key) as author_count,
    strftime(min(authored_at at time zone 'UTC'), '%Y-%m-%d') as first_on,
    strftime(max(authored_at at time zone 'UTC'), '%Y-%m-%d') as last_on,
    sum(lines_added) filter (where not is_merge) as lines_added,
    sum(lines_deleted) filter (where not is_merge) as lines_deleted,
    count(*) filter (where not is_merge and lines_added is null) as unknown_count,
    registered_repositories.depth
from members
join staging.registered_repositories using (repository_id)
group by repository_id, registered_repositories.depth
order by repository_id
"""
PEOPLE = """
select count(distinct coalesce(repository_commits.author_mapped_key, commits.author_key)), count(distinct sha)
from staging.repository_commits
join staging.commits using (sha)
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """What is compared; line counts are None where the clone lacks blobs."""

    commits: int
    non_merges: int
    authors: int
    first_on: str
    last_on: str
    lines_added: int | None
    lines_deleted: int | None


def git(folder: Path, *arguments: str) -> str | None:
    """Run git in a clone; None where it fails."""
    command = ["git", "-c", "mailmap.file=", f"--git-dir={folder}", *arguments]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"TZ": "UTC"}, check=False)
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def by_git(folder: Path) -> tuple[Figures, set[str], set[str]]:
    """Ask git; give the figures, the authors' mailboxes and the commits."""
    log = git(folder, "log", "--use-mailmap", "--format=%H %P%x09%aE%x09%at", TIP) or ""
    rows = [line.split("\t") for line in log.splitlines()]
    mailboxes = {mailbox.strip().lower() for _, mailbox, _ in rows}
    days = sorted(int(instant) for _, _, instant in rows)
    added, deleted = numstat(folder)
    figures = Figures(
        commits=len(rows),
        non_merges=sum(1 for shas, _, _ in rows if len(shas.split()) <= 2),
        authors=len(mailboxes),
        first_on=day(days[0]),
        last_on=day(days[-1]),
        lines_added=added,
        lines_deleted=deleted,
    )
    return figures, mailboxes, {shas.split()[0] for shas, _, _ in rows}


def day(instant: int) -> str:
    """Write a Unix time as its UTC day."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m-%d")


def numstat(folder: Path) -> tuple[int | None, int | None]:
    """Add up the lines of every non-merge commit; None where git lacks blobs to do so."""
    text = git(folder, "log", "--numstat", "-M", "--no-merges", "--format=", TIP)
    if text is None:
        return None, None
    counts = [line.split("\t")[:2] for line in text.splitlines() if line.strip()]
    known = [(int(added), int(deleted)) for added, deleted in counts if added != "-"]
    return sum(added for added, _ in known), sum(deleted for _, deleted in known)


def by_snapshot(row: Iterable[object]) -> Figures:
    """Read the snapshot's figures; a sum with unknown parts is unknown."""
    _, commits, non_merges, authors, first_on, last_on, added, deleted, unknown, _ = row
    known = (added or 0, deleted or 0) if not unknown else (None, None)
    return Figures(commits, non_merges, authors, first_on, last_on, *known)  # pyright: ignore[reportArgumentType]


def main() -> int:
    """Print the table; tell by the exit status whether everything agrees."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("data"))
    data = parser.parse_args().data
    db = warehouse.open_snapshot(data, edition="research")
    rows = db.execute(FIGURES).fetchall()
    ours = {row[0]: by_snapshot(row) for row in rows}
    without_lines = {row[0] for row in rows if row[-1] == "metadata"}
    mailboxes: set[str] = set()
    shas: set[str] = set()
    wrong = 0
    print("| repository | commits | non-merge | authors | first | last | lines + | lines - | agrees |")
    print("| --- | ---: | ---: | ---: | --- | --- | ---: | ---: | --- |")
    for folder in sorted(path for path in (data / "clones").iterdir() if path.is_dir()):
        repository_id = unquote(folder.name)
        if repository_id not in ours:
            continue
        theirs, people, commits = by_git(folder)
        if repository_id in without_lines and ours[repository_id].lines_added is None:  # none asked for
            theirs = replace(theirs, lines_added=None, lines_deleted=None)
        mailboxes |= people
        shas |= commits
        agrees = theirs == ours[repository_id]
        wrong += not agrees
        cells = ["unknown" if cell is None else str(cell) for cell in astuple(ours[repository_id])]
        print(f"| {repository_id} | {' | '.join(cells)} | {'yes' if agrees else f'NO: {theirs}'} |")
    counted = db.execute(PEOPLE).fetchall()[0]
    agrees = counted == (len(mailboxes), len(shas))
    print(
        f"\nAll together: {counted[0]} distinct contributors and {counted[1]} distinct commits by us,"
        f" {len(mailboxes)} and {len(shas)} by git: {'agrees' if agrees else 'DIFFERS'}."
    )
    return 1 if wrong or not agrees else 0


if __name__ == "__main__":
    sys.exit(main())
