"""Real OpenHarmony repositories, each at two forges at once: is every commit counted once?

    python benchmarks/openharmony_places.py [--names build arkui_ace_engine ...] [--forges gitcode github]

Clones through git as the user's settings have it (``url.<base>.insteadOf`` leads to local mirrors), reads the
manifest of every release and the list of groups, lands, loads and builds everything in a temporary folder,
and prints repositories by release, commits held against commits counted, seats, and shares by year.
"""

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import warehouse
from collectors import records
from collectors.git import GitHistory
from collectors.mailboxes import MailboxKey
from collectors.openharmony import OpenHarmonyManifest, OpenHarmonySigs
from collectors.protocol import CollectError, Collector, Target
from flows import ledger, registry
from flows.config import load_config
from flows.registered import RegisteredRepository
from flows.settings import CHECKOUT

NAMES = (
    "communication_ipc",
    "community",
    "device_board_lango",
    "device_board_talkweb",
    "device_soc_asrmicro",
    "kernel_liteos_m",
    "manifest",
    "napi_generator",
    "startup_appspawn",
    "vendor_alientek",
)
QUESTIONS = {
    "repositories by release": """
        select release_branch, repository_count, own_repository_count, upstream_repository_count
        from marts.openharmony_releases where system_type = 'all' order by all""",
    "names over all releases": """
        select count(*) as names, count(*) filter (not is_in_master) as not_in_master
        from marts.openharmony_release_presence""",
    "commits held and counted": """
        select
            (select count(*) from staging.repository_commits) as memberships,
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
    "shares by year": """
        select
            year,
            any_value(year_commit_count) as commits,
            round(100 * sum(signed_off_count) / any_value(year_commit_count), 1) as signed_off_pct,
            round(100 * any_value(identified_ratio), 1) as identified_pct,
            round(100 * sum(share_ratio) filter (employer_class = 'contractor'), 1) as contractor_pct,
            round(100 * sum(share_ratio) filter (employer_class = 'personal'), 1) as personal_pct,
            round(100 * sum(share_ratio) filter (is_guangzhou), 2) as guangzhou_pct
        from marts.openharmony_shares group by year order by year""",
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


def targets(forges: Iterable[str], names: Iterable[str]) -> list[Target]:
    """Name every repository at every forge; without blobs, since no lines are wanted."""
    return [
        Target(
            target_id=f"{forge}:openharmony/{name}",
            url=f"https://{forge}.com/openharmony/{name}.git",
            options={"depth": "metadata"},
        )
        for forge in forges
        for name in names
    ]


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


def measure(folder: Path, forges: Sequence[str], names: Sequence[str]) -> None:
    """Collect, land, load, build and print."""
    started = time.monotonic()
    key, landing = MailboxKey.open(folder / "key"), warehouse.Landing(folder / "landing", "reality")
    found, clones = targets(forges, names), folder / "clones"
    for target in found:
        collect(landing, GitHistory(clones, key), target, key.key_id)
    [manifest, community] = targets(["gitcode"], ["manifest", "community"])
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
    warehouse.load(db, landing, (*records.RECORD_TYPES, *registry.RECORD_TYPES, *ledger.RECORD_TYPES))
    warehouse.build(db)
    print(f"built after {time.monotonic() - started:.1f} s")
    for title, sql in QUESTIONS.items():
        print(f"\n{title}\n{db.sql(sql)}")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--names", nargs="+", default=NAMES)
    parser.add_argument("--forges", nargs="+", default=["gitcode", "github"])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="openharmony-") as folder:
        measure(Path(folder), chosen.forges, chosen.names)


if __name__ == "__main__":
    main()
