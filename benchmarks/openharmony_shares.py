"""Shares of employers by year: ours beside git's own and a published table, every difference explained."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

SIGNED_OFF = re.compile(r"^[ \t]*signed-off-by[ \t]*[:：](.*)$", re.IGNORECASE | re.MULTILINE)
DOMAIN = re.compile(r"@([a-z0-9.-]+\.[a-z0-9-]+)", re.IGNORECASE)
TOLERANCE = 0.15  # points of a share: what rounding and one commit in a small year may differ by
SHARES = ("signed_off", "huawei_and_its_partners", "academic", "personal", "platform_noreply")
SIDES: tuple[str, ...] = ("all branches, git", "default branch, git", "ours")
TABLES = """
create temp table said (side text, sha text, year integer, domain text, is_signed_off boolean);
create temp table personal as select domain from staging.mail_domains where domain_scope = 'personal'
"""
OURS = """
insert into said
select 'ours', c.sha, year(s.committed_at at time zone 'Asia/Shanghai'), c.domain, c.is_signed_off
from intermediate.openharmony_commits c join staging.commits s using (sha)
"""
READ = """
insert into said select * from read_csv($path, delim = '\t', header = false, quote = '')
where (column0, column1) not in (select side, sha from said)
"""
BY_YEAR = r"""
with

classed as (
    select
        side,
        year,
        is_signed_off,
        case
            when regexp_matches(domain, 'hua?wei|hauwei|h-p[a-z]*tners|hisilicon')
                then 'huawei_and_its_partners'
            when regexp_matches(domain, '\.edu(\.|$)|\.ac\.') then 'academic'
            when domain in (select domain from personal) then 'personal'
            when contains(domain, 'noreply') then 'platform_noreply'
            else 'other'
        end as class
    from said
)

select
    side,
    year,
    count(*) as commits,
    100 * count(*) filter (is_signed_off) / count(*) as signed_off,
    100 * count(*) filter (class = 'huawei_and_its_partners') / count(*) as huawei_and_its_partners,
    100 * count(*) filter (class = 'academic') / count(*) as academic,
    100 * count(*) filter (class = 'personal') / count(*) as personal,
    100 * count(*) filter (class = 'platform_noreply') / count(*) as platform_noreply
from classed group by side, year order by year, side
"""
PUBLISHED = """
select
    'published', year, non_merge_commits, signed_off_pct, huawei_and_its_partners_pct, academic_pct,
    personal_pct, platform_noreply_pct
from read_csv($path) order by year
"""
REASONS = (
    "all branches, git → published: the same. The published table counts all branches and other references, "
    "by the committer's year, and takes Huawei with its mistyped domains, its sub-domains and HiSilicon.",
    "default branch, git → all branches: what only release and feature branches hold, in part picked from "
    "the default branch under another sha. We count default branches.",
    "ours → default branch, git: the same commits, each once though held at every forge.",
    "In the warehouse itself a commit belongs to the author's day in Shanghai (here: the committer's year), "
    "contractors' mailboxes stand apart from Huawei as employer unknown, and manifest, community, samples "
    "and codelabs count for OpenHarmony as a whole but for no release, since no manifest names them.",
)


def compare(
    db: duckdb.DuckDBPyConnection, folder: Path, urls: Mapping[str, str], published: Path | None
) -> list[str]:
    """Print the table of shares with its explanation; give what differs and should not."""
    for statement in (*TABLES.split(";"), OURS):
        db.execute(statement)
    _read(db, folder, urls)
    rows = {(row[0], row[1]): row[2:] for row in db.execute(BY_YEAR).fetchall()}
    sides = list(SIDES)
    if published:
        rows |= {
            (row[0], row[1]): row[2:] for row in db.execute(PUBLISHED, {"path": str(published)}).fetchall()
        }
        sides.insert(0, "published")
    years = sorted({year for _, year in rows})
    _print(rows, sides, years)
    print("\n" + "\n".join(f"- {reason}" for reason in REASONS if published or "published:" not in reason))
    pairs = [("ours", "default branch, git")] + ([("published", "all branches, git")] if published else [])
    return [line for pair in pairs for year in years for line in _differences(rows, *pair, year)]


def _read(db: duckdb.DuckDBPyConnection, folder: Path, urls: Mapping[str, str]) -> None:
    """Ask git itself for every repository with all its references; the same commit counts once."""
    for number, url in enumerate(urls.values()):
        whole = folder / str(number)
        clone = ["git", "clone", "--quiet", "--mirror", "--filter=blob:none", url, str(whole)]
        subprocess.run(
            clone, check=True, capture_output=True
        )  # a local clone only says that it takes all blobs
        for side, revisions in (("all branches, git", "--all"), ("default branch, git", "HEAD")):
            lines = "\n".join("\t".join(fields) for fields in _logged(whole, side, revisions))
            (folder / "said.tsv").write_text(lines + "\n", encoding="utf-8")
            db.execute(READ, {"path": str(folder / "said.tsv")})


def _logged(whole: Path, side: str, revisions: str) -> Iterator[tuple[str, ...]]:
    """Yield side, sha, the committer's year, the deciding domain and whether somebody signed off."""
    form = "%x1e%H%x1f%cd%x1f%ae%x1f%B"
    asked = [
        "git",
        "-C",
        str(whole),
        "log",
        revisions,
        "--no-merges",
        "--date=format-local:%Y",
        f"--format={form}",
    ]
    said = subprocess.run(
        asked, check=True, capture_output=True, env={"TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"}
    )
    for commit in said.stdout.decode("utf-8", "replace").split("\x1e")[1:]:
        sha, year, author, message = commit.split("\x1f", 3)
        signed = SIGNED_OFF.findall(message)
        domains = (DOMAIN.search(line) for line in signed if "@" in line)
        first = next((found.group(1) for found in domains if found), author.rpartition("@")[2])
        has_signed = any("@" in line for line in signed)
        yield side, sha, year, first.lower().rstrip("."), str(has_signed).lower()


def _print(rows: Mapping[tuple[str, int], tuple[float, ...]], sides: list[str], years: list[int]) -> None:
    print(
        f"\nshares by the committer's year\n{'':22}{'commits':>9}" + "".join(f"{name:>25}" for name in SHARES)
    )
    for year in years:
        print(year)
        for side in sides:
            if (side, year) in rows:
                count, *shares = rows[side, year]
                print(f"  {side:20}{count:>9,}" + "".join(f"{share:>25.1f}" for share in shares))


def _differences(
    rows: Mapping[tuple[str, int], tuple[float, ...]], one: str, other: str, year: int
) -> Iterator[str]:
    """Yield what two sides say differently of a year."""
    left, right = rows.get((one, year)), rows.get((other, year))
    if left is None or right is None:
        yield f"{year}: {one if left is None else other} has no commits"
        return
    if left[0] != right[0]:
        yield f"{year}: {one} has {left[0]} commits, {other} {right[0]}"
    for name, a, b in zip(SHARES, left[1:], right[1:], strict=True):
        if abs(a - b) > TOLERANCE:
            yield f"{year}: {name} is {a:.2f} % of {one}, {b:.2f} % of {other}"
