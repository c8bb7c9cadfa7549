"""``python -m sandbox``: serve the demonstration world until interrupted."""

import argparse
import json
import sys
from pathlib import Path

from sandbox.http.faults import Faults, Rule
from sandbox.http.limits import LimitSettings
from sandbox.server.sandbox import Sandbox
from sandbox.world.seasons import DEFAULT_UNTIL, instant, iso
from sandbox.world.world import World

WORLD_ID = "demo"


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="0 takes any free one (default: 8765)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same world")
    parser.add_argument("--scale", type=float, default=1, help="1 = about 60 repositories, 100 = a load test")
    parser.add_argument(
        "--until", default=iso(DEFAULT_UNTIL), help="the instant that the world takes for now"
    )
    parser.add_argument("--limits", choices=("generous", "real"), default="generous", help="rate limits")
    parser.add_argument(
        "--gitcode-from", help="an instant before which GitCode has no issues: none moved along"
    )
    parser.add_argument("--fault-rate", type=float, default=0, help="share of answers that fail at random")
    parser.add_argument("--faults", type=Path, help="a JSON list of fault rules (see sandbox/http/faults.py)")
    parser.add_argument("--config", type=Path, help="write the world's config folder here")
    parser.add_argument("--announce", type=Path, help="once it serves, write its addresses here as JSON")
    parser.add_argument("--folder", type=Path, help="keep the bare git repositories here")
    parser.add_argument("--attached", action="store_true", help="end when stdin closes, with who holds it")
    return parser.parse_args(words)


def _announce(sandbox: Sandbox, path: Path) -> None:
    """Say where the sandbox serves and by which variables it is found; whole or not at all."""
    told = {
        "world_id": WORLD_ID,
        "until": iso(sandbox.world.until),
        "base_urls": sandbox.base_urls,
        "environment": sandbox.environment,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(told, indent=2))
    temporary.rename(path)


def main(words: list[str]) -> int:
    """Serve, and print the addresses."""
    chosen = _arguments(words)
    rules = json.loads(chosen.faults.read_text()) if chosen.faults else []
    world = World(chosen.seed, chosen.scale, instant(chosen.until), has_openharmony=True)
    sandbox = Sandbox(
        world,
        chosen.port,
        limits=LimitSettings.real() if chosen.limits == "real" else LimitSettings(),
        faults=Faults(rate=chosen.fault_rate, seed=chosen.seed, rules=[Rule(**rule) for rule in rules]),
        folder=chosen.folder,
        gitcode_begins_at=instant(chosen.gitcode_from) if chosen.gitcode_from else 0,
    )
    with sandbox:
        if chosen.config:
            sandbox.write_config(chosen.config)
        if chosen.announce:
            _announce(sandbox, chosen.announce)
        sys.stdout.write(
            f"演示世界 demonstration world: {len(world.plans)} repositories as of {iso(world.until)}\n"
            f"GitHub REST {sandbox.api_url}  GraphQL {sandbox.graphql_url}  token {sandbox.token}\n"
            f"git {sandbox.url}/OWNER/NAME.git\n"
            f"PyPI {sandbox.pypi_index_url}  npm {sandbox.npm_registry_url}\n"
            f"OHPM {sandbox.ohpm_registry_url}\n"
        )
        sys.stdout.flush()
        try:
            sys.stdin.buffer.read() if chosen.attached else sandbox.wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
