"""The demonstration: forges on loopback in a child process, and the daily job on the world that they serve.

The world is as of now, so that a later run finds what happened since the earlier one. It has its own data
folder and its own world id, which every page, chart, export and report shows.
"""

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.config.settings import CHECKOUT, data_folder
from flows.data_folder import refuse_other_world
from flows.errors import SandboxError
from flows.registers.demo import enter_registers
from flows.runs.commands import run_daily
from flows.runs.run import Request
from flows.runs.surroundings import program, reach_loopback_directly

FOLDER = "demo"
PLANS = ("plans", "registers")
CITY_SCOPE, OWN_SCOPE = ",scope,guangzhou,", ",scope,demo,"  # in a plan's indicators.csv
STARTING_SECONDS = 60.0
LOOKING_SECONDS = 0.05
ENDING_SECONDS = 10.0
LOG = "sandbox.log"


def run_demo(given: Path | None = None) -> int:
    """Collect, build and publish the demonstration world, by default in ``data/demo``; give the exit code."""
    data = (given or data_folder() / FOLDER).absolute()
    with forges(data) as told, environment(told["environment"]):
        reach_loopback_directly()
        refuse_other_world(data, told["world_id"])
        bring_plans(data / "config")
        enter_registers(data / "config", data, told["world_id"])
        request = Request(command="run", config=data / "config", data=data, world_id=told["world_id"])
        return run_daily(request)


def bring_plans(config: Path) -> None:
    """Read the demonstration against the same plan and registers; what reads the city reads its scope."""
    for name in PLANS:
        shutil.copytree(CHECKOUT / "config" / name, config / name, dirs_exist_ok=True)
    for table in (config / "plans").glob("*/indicators.csv"):
        text = table.read_text(encoding="utf-8")
        table.write_text(text.replace(CITY_SCOPE, OWN_SCOPE), encoding="utf-8")


@contextmanager
def forges(data: Path) -> Iterator[Mapping[str, Any]]:
    """Hold the forges for as long as the run lasts; give what they announce. Raises SandboxError."""
    data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, (data / LOG).open("wb") as log:
        announced = Path(folder) / "sandbox.json"
        child = subprocess.Popen(
            _command(data, announced),
            stdin=subprocess.PIPE,  # closes with this process, whatever ends it, and ends the child
            stdout=subprocess.DEVNULL,
            stderr=log,
            cwd=CHECKOUT,
            start_new_session=True,
        )
        try:
            yield _announced(child, announced, data / LOG)
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.stdin:
        child.stdin.close()
    try:
        child.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _command(data: Path, announced: Path) -> list[str | Path]:
    words: list[str | Path] = [*program("sandbox"), "--attached", "--port", "0"]
    words += ["--until", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"]
    return [*words, "--config", data / "config", "--announce", announced]


def _announced(child: subprocess.Popen[bytes], path: Path, log: Path) -> Mapping[str, Any]:
    """Wait until the forges serve. Raises SandboxError."""
    deadline = time.monotonic() + STARTING_SECONDS
    while not path.exists():
        if child.poll() is not None or time.monotonic() > deadline:
            raise SandboxError(f"the demonstration's forges did not start; they say why in {log}")
        time.sleep(LOOKING_SECONDS)
    return json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def environment(variables: Mapping[str, str]) -> Iterator[None]:
    """Set variables, those of real tokens among them, so that none of those ever goes to the sandbox."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
