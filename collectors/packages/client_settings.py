"""Which registries the user's own package clients ask, by those clients' settings, never by our own text."""

import configparser
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from packageurl.contrib.purl2url import get_download_url

from collectors.bounded_texts import setting
from collectors.protocol import Failed

NPM_SECONDS = 20


def pip_index(environment: Mapping[str, str], home: Path) -> str | None:
    """Give the index that pip is set to ask, or None where the user left pip's default.

    Follows pip's order: the variable, the file that PIP_CONFIG_FILE names, the user's files, the machine's.
    """
    if url := environment.get("PIP_INDEX_URL"):
        return url
    for path in _pip_files(environment, home):
        parser = configparser.RawConfigParser(strict=False)
        parser.read(path, encoding="utf-8")
        for section in ("install", "global"):
            if url := parser.get(section, "index-url", fallback=None):
                return url.strip()
    return None


def _pip_files(environment: Mapping[str, str], home: Path) -> Iterator[Path]:
    """List pip's configuration files, strongest first."""
    if named := environment.get("PIP_CONFIG_FILE"):
        yield Path(named)
    if active := environment.get("VIRTUAL_ENV"):
        yield Path(active) / "pip.conf"
    yield Path(environment.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    yield home / ".pip" / "pip.conf"
    yield Path("/etc/xdg/pip/pip.conf")
    yield Path("/etc/pip.conf")


def npm_registry(environment: Mapping[str, str], home: Path) -> str:
    """Give the registry that npm asks, in npm's words, else by ~/.npmrc, else npm packages' usual one.

    Without npm, the usual one comes from packageurl, which knows where an npm package is downloaded from.
    """
    variable = environment.get("npm_config_registry") or environment.get("NPM_CONFIG_REGISTRY")
    return variable or _npm_answer(environment, home) or _npmrc(home / ".npmrc") or _usual_npm_registry()


def _npm_answer(environment: Mapping[str, str], home: Path) -> str | None:
    """Ask the npm client, where there is one."""
    npm = shutil.which("npm", path=environment.get("PATH"))
    if npm is None:
        return None
    try:
        done = subprocess.run(
            [npm, "config", "get", "registry"],
            env=dict(environment) | {"HOME": str(home)},
            cwd=home,
            capture_output=True,
            text=True,
            timeout=NPM_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    answer = done.stdout.strip()
    return answer if answer.startswith("http") else None


def _npmrc(path: Path) -> str | None:
    """Read the registry line of an .npmrc."""
    return setting(path.read_text(encoding="utf-8"), "registry") if path.is_file() else None


def _usual_npm_registry() -> str:
    """Cut the registry out of a download address that packageurl makes."""
    download_url = get_download_url("pkg:npm/a@1")
    if download_url is None:
        raise Failed("no npm registry is known; set one with: npm config set registry URL")
    return download_url.removesuffix("a/-/a-1.tgz")
