"""What this machine has and reaches, and the remedy for each thing that is short. Tokens are only counted."""

import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from rich.console import Console

from collectors.git import probe
from collectors.protocol import GONE_FIELD
from flows.cli.doctor.clock import late, put_right
from flows.cli.doctor.drift import drifts
from flows.cli.doctor.network import doors_of, forge_quota
from flows.cli.doctor.probe import probe_forges
from flows.config.load import Config, ConfigError, load_config
from flows.config.settings import app_identity, mailbox_key_path, tokens
from flows.data_folder import holder
from flows.registry.selection import select

GIT_NEEDED = (2, 29)  # fetches refspecs from stdin
FREE_GIGABYTES_NEEDED = 5
SHOWN_STREAMS = 3
SIGNS = {True: "[green]✓[/]", False: "[red]✗[/]", None: "[dim]·[/]"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. ``is_well`` None: only worth knowing. ``remedy`` says what to do."""

    name: str
    words: str
    is_well: bool | None = True
    remedy: str = ""
    is_fatal: bool = False  # nothing can run before it is put right


def examine(config_folder: Path, data: Path, console: Console, *, is_probing: bool = False) -> int:
    """Look at everything, print what was found and give the exit code."""
    try:
        config = load_config(config_folder)
    except ConfigError as error:
        config, mistakes = None, len(error.errors)
    else:
        mistakes = 0
    groups = {
        "版本 Versions": _versions(),
        "配置 Config": _config(config_folder, config, mistakes),
        "数据 Data": _data(data, config),
    }
    groups["时钟 Clock"] = _clock(data)
    groups["答复的变化 Answers that changed"] = _drift(data)
    if config:
        groups |= {"令牌 Tokens": _tokens(config), "网络 Network": _network(config)}
        groups["平台的回答 What forges answer"] = _answers(config, data, is_probing=is_probing)
    found: list[Finding] = []
    for title, findings in groups.items():
        console.print(f"\n[bold]{title}[/]")
        for finding in findings:
            found.append(finding)
            _print(finding, console)
    return _verdict(found, console)


def _print(finding: Finding, console: Console) -> None:
    console.print(
        f"  {SIGNS[finding.is_well]} {finding.name:<28} {finding.words}", highlight=False, soft_wrap=True
    )
    if finding.remedy:
        console.print(f"    [yellow]→ {finding.remedy}[/]", highlight=False, soft_wrap=True)


def _verdict(found: list[Finding], console: Console) -> int:
    short = [finding for finding in found if finding.is_well is False]
    if not short:
        console.print("\n[bold green]✓ 一切就绪 all is well[/]")
        return 0
    console.print(f"\n[bold yellow]{len(short)} 处需要处理 to put right; → says how[/]")
    return 1 if any(finding.is_fatal for finding in short) else 2


def _versions() -> Iterator[Finding]:
    yield Finding("python", platform.python_version())
    yield _git()
    for name in ("suiyuan", "duckdb", "prefect", "streamlit"):
        yield Finding(name, version(name))
    npm = shutil.which("npm")
    yield Finding(
        "npm", "found" if npm else "not found; npm packages are asked for at their usual place", None
    )


def _git() -> Finding:
    if shutil.which("git") is None:
        return Finding("git", "not found", False, "install it: apt-get install git", is_fatal=True)
    text = subprocess.run(["git", "--version"], capture_output=True, text=True).stdout.split()[2]
    numbers = tuple(int(part) for part in text.split(".")[:2])
    if numbers < GIT_NEEDED:
        return Finding("git", text, False, "update it to 2.29 or newer", is_fatal=True)
    return Finding("git", text)


def _config(folder: Path, config: Config | None, mistakes: int) -> Iterator[Finding]:
    if config is None:
        remedy = "run: suiyuan config check"
        yield Finding(str(folder), f"{mistakes} mistakes", False, remedy, is_fatal=True)
        return
    yield Finding(str(folder), f"correct; {len(config.organizations)} organisations")
    for scope_id, scope in config.scopes.items():
        selection = select(config, scope_id)
        counts = f"{len(selection.repositories):,} repositories, {len(selection.packages):,} packages"
        yield Finding(scope_id, f"{scope.name_zh}: {counts}", None)


def _data(data: Path, config: Config | None) -> Iterator[Finding]:
    place = next(folder for folder in (data, *data.absolute().parents) if folder.exists())
    is_writable = os.access(place, os.W_OK)
    yield Finding(
        str(data),
        "writable" if is_writable else "not writable",
        is_writable,
        "" if is_writable else f"give yourself the right to write in {place}, or name another with --data",
        is_fatal=True,
    )
    free = shutil.disk_usage(place).free / 1e9
    remedy = "" if free >= FREE_GIGABYTES_NEEDED else "make room; a full disk stops a run, nothing is lost"
    yield Finding("free disk", f"{free:,.0f} GB", not remedy, remedy)
    if at_work := holder(data):
        yield Finding("at work", at_work, None)
    if config:
        yield _mailbox_key(mailbox_key_path(config.settings))


def _mailbox_key(path: Path) -> Finding:
    if not path.exists():
        return Finding("mailbox key", f"{path}: made by the first run; back it up then", None)
    if path.stat().st_mode & 0o077:
        return Finding("mailbox key", f"{path}: others can read it", False, f"run: chmod 600 {path}", True)
    return Finding("mailbox key", f"{path}: private; is it in your backup?")


def _tokens(config: Config) -> Iterator[Finding]:
    for name, forge in config.settings.forges.items():
        found = len(tokens(config.settings, name))
        variables = " or ".join(forge.token_variables) or "no variable named in settings.toml"
        app = app_identity(config.settings, name)
        if found:
            yield Finding(name, f"{found} in {variables}")
        if app:
            yield Finding(name, f"GitHub App {app.app_id}, key in {app.private_key_file or 'no file'}")
        if not found and not app:
            remedy = f"set {variables} to collect issues and change requests; git needs none"
            yield Finding(name, "none", None, remedy)


def _answers(config: Config, data: Path, *, is_probing: bool) -> Iterator[Finding]:
    """Say what is only known from documents, or ask."""
    if is_probing:
        yield from (Finding(name, words, None) for name, words in probe_forges(config, data))
        return
    words = "GraphQL, Gitee and GitCode were built against their documents and a sandbox, not live answers"
    yield Finding("not yet seen live", words, None, "suiyuan doctor --probe asks what they leave open")


def _clock(data: Path) -> Iterator[Finding]:
    """Say whether anything landed with a time to come, which builds would not see until then."""
    now = datetime.now(UTC)
    if found := late(data, now):
        yield Finding(
            "landed in the future",
            f"{found.row_count:,} rows of {len(found.streams)} streams, up to {found.until}:"
            f" {', '.join(found.streams[:SHOWN_STREAMS])}",
            False,
            "the clock was ahead then, or is behind now: set it by NTP, then run suiyuan build;"
            " the rows count from then on",
        )
    else:
        yield Finding("landed in the future", f"nothing by this clock, {now:%Y-%m-%d %H:%M}Z")
    if count := put_right(data):
        words = f"{count} streams hold batches of a wrong clock; they count from when they fit"
        yield Finding("wrongly dated", words, None, "nothing to do; build.marks names the streams")


def _drift(data: Path) -> Iterator[Finding]:
    """Say which answers of the last days' runs did not look as expected."""
    found = drifts(data, datetime.now(UTC))
    if not found:
        yield Finding("unexpected fields", "none in the runs of the last 7 days")
    for each in found:
        words = f"{each.field}: {each.count:,} times, last in run {each.last_run_id}"
        remedy = "records without it landed, kept pages can be replayed; update suiyuan, or report it"
        if each.field.endswith(GONE_FIELD):
            remedy = "unknown in what lands from now on, the rest goes on; update suiyuan, or report it"
        yield Finding(f"{each.source} {each.kind}", words, False, remedy)


def _network(config: Config) -> Iterator[Finding]:
    """Try every door at once, then ask the forges that answer for their quota."""
    doors = doors_of(config)
    seconds = config.settings.collecting.probe_timeout_seconds
    with ThreadPoolExecutor(max(1, len(doors))) as threads:
        answers = dict(zip(doors, threads.map(lambda door: probe(door, seconds), doors), strict=True))
    for door, uses in doors.items():
        if reason := answers[door]:
            remedy = "check the network or the proxy settings; what needs it waits for the next run"
            yield Finding(str(door), f"{uses}: {reason}", False, remedy)
        else:
            yield Finding(str(door), f"{uses}: answers")
    reached = {door.host for door in doors if not answers[door]}
    yield from chain.from_iterable(
        (Finding(f"{name} quota", words, None) for words in forge_quota(config, name, reached))
        for name in config.settings.forges
    )
