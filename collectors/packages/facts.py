"""What package registries write loosely, made plain: licences, repository links and versions."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

from collectors.http.loose_json import Json
from collectors.records import PackageRelease

LICENSE_LENGTH = 100  # longer "licences" are licence texts, and free text never lands

_SHORTHAND = re.compile(r"^(?:(github|gitlab|bitbucket|gist|gitee):)?([\w.-]+/[\w.-]+)$")
_SCP = re.compile(r"^(?:ssh://)?[\w.-]+@([\w.-]+):(?!\d+/)(.+)$")
_HOSTS = {None: "github.com", "github": "github.com", "gitlab": "gitlab.com", "gitee": "gitee.com"}


def plain_license(value: Json) -> str | None:
    """Give the short licence name in ``value``: a text, ``{"type": ...}`` or a list of either."""
    if isinstance(value, list):
        names = [name for name in map(plain_license, value) if name]
        return " OR ".join(names) or None
    if isinstance(value, dict):
        return plain_license(value.get("type") or value.get("name"))
    if not isinstance(value, str):
        return None
    text = value.strip()
    is_name = 0 < len(text) <= LICENSE_LENGTH and "\n" not in text and "@" not in text
    return text if is_name and text.upper() != "UNKNOWN" else None


def without_credentials(url: str) -> str:
    """Give an index's address without user and password, which would show in messages.

    Indexes that need them are therefore answered with "needs a token"; the public ones need none.
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def plain_url(value: Json) -> str | None:
    """Give the web address of a repository link, without its user, its ``git+`` and its ``.git``."""
    text = value.get("url") if isinstance(value, dict) else value
    if not isinstance(text, str) or not text.strip():
        return None
    text = text.strip().removeprefix("git+")
    if (short := _SHORTHAND.match(text)) and short[1] in _HOSTS:
        return f"https://{_HOSTS[short[1]]}/{short[2].removesuffix('.git')}"
    if scp := _SCP.match(text):
        text = f"https://{scp[1]}/{scp[2]}"
    try:
        parts = urlsplit(text)
    except ValueError:  # an unfinished IPv6 address
        return None
    if not parts.hostname or "@" in parts.path:
        return None
    scheme = parts.scheme if parts.scheme in ("http", "https") else "https"
    return urlunsplit((scheme, parts.hostname, parts.path.rstrip("/").removesuffix(".git"), "", ""))


def releases_digest(releases: Iterable[PackageRelease], *more: object) -> str:
    """Hash what was collected, so that an unchanged package is known without an ETag."""
    text = repr((sorted(releases, key=lambda release: release.package_version), more))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
