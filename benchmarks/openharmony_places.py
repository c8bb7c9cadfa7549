"""Real OpenHarmony repositories, each at two forges at once: is every commit counted once, and whose is it?

    python benchmarks/openharmony_places.py [--names build arkui_ace_engine ...]
        [--forges gitcode gitee github] [--published openharmony_affiliation_by_year.csv]

Clones through git as the user's settings have it (``url.<base>.insteadOf`` leads to local mirrors; one that
lacks blobs is given as ``file://``). Gitee's place is another: GitCode's repository as it was left there,
every branch put back to its last first-parent commit before the day of the move. Reads the manifest of every
release and the list of groups, lands, loads and builds everything in a temporary folder. Prints repositories
by release against those counted by hand, commits held and counted against ``git rev-list`` over all places,
seats, and shares by year: ours beside what git says of the default branches and of all branches, and, where
given, beside a published table of the same repositories. Ends with 1 where a figure differs that should not.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

import duckdb
import openharmony_left
import openharmony_shares

import warehouse
from collectors.clock import SHANGHAI
from collectors.git.history import GitHistory
from collectors.identity.mailboxes import MailboxKey
from collectors.openharmony.collectors import OpenHarmonyManifest, OpenHarmonySigs
from collectors.openharmony.forge_moves import MOVES
from collectors.protocol import CollectError, Collector, Target
from flows.config.load import load_config
from flows.config.settings import CHECKOUT
from flows.registry import records as registry
from flows.registry.record_types import RegisteredRepository
from flows.runs.steps import RECORD_TYPES

OWNER = "openharmony"
NAMES = (
    "app_samples",
    "codelabs",
    "communication_ipc",
    "communication_wifi",
    "community",
    "device_board_hihope",
    "device_board_lango",
    "device_board_talkweb",
    "device_soc_asrmicro",
    "interface_sdk-js",
    "kernel_liteos_m",
    "manifest",
    "napi_generator",
    "security_access_token",
    "security_huks",
    "startup_appspawn",
    "vendor_alientek",
)
COUNTED_BY_HAND = {
    "OpenHarmony-3.0-LTS": 245,
    "OpenHarmony-3.1-Release": 341,
    "OpenHarmony-3.2-Release": 349,
    "OpenHarmony-4.0-Release": 474,
    "OpenHarmony-4.1-Release": 481,
    "OpenHarmony-5.0.0-Release": 444,
    "OpenHarmony-5.1.0-Release": 449,
    "OpenHarmony-6.0-Release": 457,
    "OpenHarmony-6.1-Release": 500,
    "OpenHarmony-7.0-Release": 513,
    "master": 514,
}
"""Repositories that the manifest named on 2026-07-23, its includes resolved by hand."""

RELEASES = """
select
    d.release_branch, r.repository_count, d.own_repository_count, d.release_state, d.released_on,
    d.collected_repository_count
from marts.openharmony_release_dates d
join marts.openharmony_releases r using (release_branch)
where r.system_type = 'all'
order by d.until_on nulls last, d.release_branch"""
QUESTIONS = {
    "repositories by release": RELEASES,
    "names over all releases": """
        select count(*) as names, count(*) filter (not is_in_master) as not_in_master
        from marts.openharmony_release_presence""",
    "commits held and counted": """
        select
            (select count(*) from staging.repository_commits) as held,
            (select count(*) from staging.commits) as commits,
            (select count(*) from intermediate.openharmony_commits) as counted""",
    "places": """
        select name, count(*) as places, bool_and(shares_root_commit) as all_share_a_root
        from marts.openharmony_locations group by name having bool_or(shares_root_commit) is not null
        order by all""",
    "seats": """
        select role, employer_class, sum(seat_count)::int as seats,
            sum(seat_count) filter (is_guangzhou)::int as guangzhou
        from marts.openharmony_sig_seats group by all order by all""",
    "by release": """
        select period_id, commit_count, contributor_count, newcomer_count,
            round(100 * retained_newcomer_ratio, 1) as retained_pct, organization_count,
            round(100 * identified_ratio, 1) as identified_pct
        from marts.openharmony_activity where period_kind = 'release' and employer_group = 'all'
        order by until_on, period_id""",
}


def collect(landing: warehouse.Landing, collector: Collector, target: Target, key_id: str) -> None:
    """Land all batches of one stream; say what went wrong with it."""
    stream = warehouse.Stream(collector.source, target.target_id, collector.kind)
    try:
        for batch in collector.collect(target, landing.state(stream)):
            landing.append(
                stream,
                batch.records,
                batch.next_state,
                observed_at=datetime.now(UTC),
                run_id="run",
                key_id=key_id,
                replaces=batch.replaces,
            )
    except CollectError as error:
        print(f"{error.outcome}: {error}")


def url(forge: str, name: str) -> str:
    """Give the address of a repository."""
    return f"https://{forge}.com/{OWNER}/{name}.git"


def bare_places(folder: Path, forges: Iterable[str], names: Iterable[str]) -> dict[str, Path]:
    """Make what git itself is asked about: every repository at every forge by its id, Gitee's as left."""
    move = MOVES[OWNER]
    left_at = datetime.combine(move.moved_on, time_of_day(), SHANGHAI)
    made: dict[str, Path] = {}
    for forge in forges:
        for name in names:
            is_left = forge == move.home
            place = openharmony_left.bare(url(move.forge if is_left else forge, name), folder / forge / name)
            if is_left:
                openharmony_left.leave(place, left_at)
            made[f"{forge}:{OWNER}/{name}"] = place
    return made


def targets(places: Mapping[str, Path]) -> list[Target]:
    """Name every repository at every forge; without blobs, since no lines are wanted."""
    return [
        Target(
            target_id=target_id,
            url=place.as_uri() if was_left(target_id) else url(*_forge_and_name(target_id)),
            options={"depth": "metadata"},
        )
        for target_id, place in places.items()
    ]


def was_left(target_id: str) -> bool:
    """Tell whether a place is at the forge that the owner left."""
    return target_id.startswith(f"{MOVES[OWNER].home}:")


def _forge_and_name(target_id: str) -> tuple[str, str]:
    return target_id.partition(":")[0], target_id.rpartition("/")[2]


def registered(found: Sequence[Target]) -> list[RegisteredRepository]:
    """Register what the config does not: the repositories at their other forges, as mirrors."""
    return [
        RegisteredRepository(
            repository_id=target.target_id,
            forge=target.target_id.partition(":")[0],
            full_name=target.target_id.partition(":")[2],
            url=target.url,
            role="own" if target.target_id.startswith("gitcode:") else "mirror",
            project_id=f"gitcode:{target.target_id.partition(':')[2]}",
            mirror_of=None
            if target.target_id.startswith("gitcode:")
            else f"gitcode:{target.target_id.partition(':')[2]}",
            is_aggregate_only=False,
            depth="metadata",
        )
        for target in found
    ]


def built(folder: Path, places: Mapping[str, Path]) -> duckdb.DuckDBPyConnection:
    """Collect, land, load and build."""
    started = time.monotonic()
    key, landing = MailboxKey.open(folder / "key"), warehouse.Landing(folder / "landing", "reality")
    found, clones = targets(places), folder / "clones"
    for target in found:
        collect(landing, GitHistory(clones, key), target, key.key_id)
    [manifest, community] = [
        Target(target_id=f"gitcode:{OWNER}/{name}", url=url("gitcode", name))
        for name in ("manifest", "community")
    ]
    collect(landing, OpenHarmonyManifest(clones), manifest, key.key_id)
    collect(landing, OpenHarmonySigs(clones, key), community, key.key_id)
    config = registry.registry_records(load_config(CHECKOUT / "config"), [])
    known = {record.repository_id for record in config if isinstance(record, RegisteredRepository)}
    config += [each for each in registered(found) if each.repository_id not in known]
    landing.append(
        warehouse.Stream("config", "registry", "all"), config, {}, observed_at=datetime.now(UTC), run_id="run"
    )
    print(f"collected {len(found)} places in {time.monotonic() - started:.1f} s")
    db = duckdb.connect(folder / "warehouse.duckdb")
    warehouse.load(db, landing, RECORD_TYPES)
    warehouse.build(db)
    print(f"built after {time.monotonic() - started:.1f} s")
    return db


def miscounted_releases(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Compare the repositories of every release with those counted by hand."""
    counts = {branch: count for branch, count, *_ in db.execute(RELEASES).fetchall()}
    return [
        f"{branch}: {counts.get(branch)} repositories, {count} by hand"
        for branch, count in COUNTED_BY_HAND.items()
        if counts.get(branch) != count
    ]


def miscounted_commits(db: duckdb.DuckDBPyConnection, places: Mapping[str, Path]) -> list[str]:
    """Print what stands where by git itself; say where the warehouse holds or counts another number."""
    by_git = {target_id: openharmony_left.shas(place) for target_id, place in places.items()}
    held = dict(
        db.execute("select repository_id, count(*) from staging.repository_commits group by all").fetchall()
    )
    [(commits,)] = db.execute("select count(*) from staging.commits").fetchall()
    union = set[str]().union(*by_git.values())
    print("\ncommits by git rev-list: at every place, and at none but this one")
    for target_id, found in by_git.items():
        name = target_id.partition("/")[2]
        elsewhere = (
            shas for other, shas in by_git.items() if other != target_id and other.partition("/")[2] == name
        )
        print(f"  {target_id:52}{len(found):>8,}{len(found.difference(*elsewhere)):>8,}")
    print(f"  all places {sum(map(len, by_git.values())):,}, each once {len(union):,}; ours once {commits:,}")
    wrong = [
        f"{target_id}: {held.get(target_id, 0):,} commits held, {len(found):,} by git"
        for target_id, found in by_git.items()
        if held.get(target_id, 0) != len(found)
    ]
    return wrong + ([] if commits == len(union) else [f"{commits:,} commits, {len(union):,} by git"])


def main() -> None:
    """Read the arguments, measure, print and judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--names", nargs="+", default=NAMES)
    parser.add_argument("--forges", nargs="+", default=["gitcode", "gitee"])
    parser.add_argument("--published", type=Path, help="a table of shares by year to compare with")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openharmony-") as folder:
        places = bare_places(Path(folder) / "places", chosen.forges, chosen.names)
        db = built(Path(folder), places)
        for title, sql in QUESTIONS.items():
            print(f"\n{title}\n{db.sql(sql)}")
        wrong = [*miscounted_releases(db), *miscounted_commits(db, places)]
        found = targets(places)
        urls = {each.target_id: each.url for each in found if each.target_id.startswith(chosen.forges[0])}
        wrong += openharmony_shares.compare(db, Path(folder) / "whole", urls, chosen.published)
    print("\n" + ("\n".join(wrong) or "no figure differs that should not"))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
