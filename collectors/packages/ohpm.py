"""OHPM packages, their releases and their totals, from the package centre that the user's ohpm would ask.

The registry speaks like npm's. Downloads and dependents come from the centre's own web interface, which is
not documented and steadier than the registry; both are totals of the day, to be sampled over time.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

from collectors.bounded_texts import setting
from collectors.clock import Clock, SystemClock, day_of
from collectors.http.client import Http
from collectors.http.loose_json import Json, count, instant
from collectors.packages.facts import plain_license, plain_url, releases_digest
from collectors.protocol import Batch, Failed, Gone, NoRegistry, Replaces, State, Target
from collectors.records import Package, PackageCount, PackageRelease

DETAIL = "/ohpmweb/registry/oh-package/openapi/v1/detail/"
UNKNOWN_PACKAGE = "success"  # what the web interface gives for a body where there is no such package
OK = 200


def ohpm_registry(environment: Mapping[str, str], home: Path) -> str:
    """Give the registry that the user's ohpm asks: by the variable, else by ~/.ohpm/.ohpmrc.

    Raises NoRegistry where neither names one.
    """
    if url := environment.get("OHPM_REGISTRY"):
        return url
    path = home / ".ohpm" / ".ohpmrc"
    settings = path.read_text(encoding="utf-8") if path.is_file() else ""
    registries = setting(settings, "registry")
    if registries is None:
        raise NoRegistry("no OHPM registry is known; set one with: ohpm config set registry URL")
    return registries.split(",")[0]


class OhpmReleases:
    """Every release of an OHPM package, whenever one is added or withdrawn."""

    source = "ohpm"
    kind = "releases"

    def __init__(self, http: Http, registry_url: str) -> None:
        """Ask ``registry_url``; ``ohpm_registry`` finds the user's."""
        self._http = http
        self._registry_url = registry_url.rstrip("/")

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all releases where anything changed since ``state``, else nothing."""
        known = state or {}
        url = f"{self._registry_url}/{quote(_name(target), safe='@/')}"
        answer = self._http.get(url, etag=known.get("etag"))
        if answer.is_unchanged:
            return
        package, releases = _read(target.target_id, _name(target), answer.json())
        digest = releases_digest(releases, package)
        if digest != known.get("digest"):
            yield Batch(
                records=[package, *releases],
                next_state={"etag": answer.headers.get("ETag"), "digest": digest},
                replaces=[Replaces(table=PackageRelease.table, where={"package_id": target.target_id})],
                forge_total=len(releases),
                request_count=answer.request_count,
            )


class OhpmCounts:
    """Downloads and dependents of an OHPM package, once a day."""

    source = "ohpm"
    kind = "counts"

    def __init__(self, http: Http, registry_url: str, *, clock: Clock | None = None) -> None:
        """Ask the web interface beside ``registry_url``, on the same host."""
        self._http = http
        self._detail_url = urljoin(registry_url, DETAIL)
        self._clock = clock or SystemClock()

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield today's totals, unless they are held already. Raises Gone where there is no such package."""
        today = day_of(self._clock.now())
        if (state or {}).get("counted_on") == today.isoformat():
            return
        answer = self._http.get(self._detail_url + quote(_name(target), safe=""))
        detail = _detail(target, answer.json())
        totals = PackageCount(
            package_id=target.target_id,
            counted_on=today,
            download_count=count(detail.get("downloads")),
            dependent_count=_total(detail.get("dependent")),
        )
        lacking = [f"package_counts.{name}" for name in ("downloads", "dependent") if name not in detail]
        yield Batch(
            records=[totals],
            next_state={"counted_on": today.isoformat()},
            request_count=answer.request_count,
            drift=dict.fromkeys(lacking, 1),
        )


def _name(target: Target) -> str:
    return target.target_id.removeprefix("ohpm:")


def _detail(target: Target, document: Json) -> Mapping[str, Any]:
    """Unwrap the web interface's answer, which is 200 whatever it says."""
    if not isinstance(document, dict) or document.get("code") != OK:
        raise Failed(f"{target.target_id}: the package centre's answer is not a package's detail")
    body = document.get("body")
    if body == UNKNOWN_PACKAGE:
        raise Gone(
            f"{target.target_id}: the package centre knows no such package; correct its row in config/"
        )
    if not isinstance(body, dict):
        raise Failed(f"{target.target_id}: the package centre's answer is not a package's detail")
    return body


def _total(value: Json) -> int | None:
    return count(value.get("total")) if isinstance(value, dict) else count(value)


def _read(package_id: str, name: str, document: Json) -> tuple[Package, list[PackageRelease]]:
    """Read a registry document. Raises Gone where nothing is published, Failed where it is something else."""
    if not isinstance(document, dict) or document.get("name") != name:
        raise Failed(f"{package_id}: the registry's answer is not this package's document")
    versions = document.get("versions") or {}
    if not versions:
        raise Gone(f"{package_id}: every version was withdrawn")
    times = document.get("time") or {}
    releases = [
        _release(package_id, version, versions[version] or {}, instant(times.get(version)))
        for version in versions
    ]
    latest = (document.get("dist-tags") or {}).get("latest")
    newest = versions.get(latest) or versions[next(reversed(versions))] or {}
    package = Package(
        package_id=package_id,
        ecosystem="ohpm",
        name=name,
        license=plain_license(newest.get("license")) or plain_license(document.get("license")),
        repository_url=plain_url(newest.get("repository")) or plain_url(document.get("repository")),
        latest_version=latest,
        release_count=len(releases),
        is_deprecated=None,
    )
    return package, releases


def _release(
    package_id: str, version: str, facts: Mapping[str, Any], published_at: datetime | None
) -> PackageRelease:
    """Describe one version. OHPM withdraws versions; it neither yanks nor deprecates."""
    dist = facts.get("dist") or {}
    return PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=published_at,
        is_prerelease="-" in version.partition("+")[0],
        is_yanked=False,
        is_deprecated=False,
        license=plain_license(facts.get("license")),
        size_bytes=count(dist.get("unpackedSize")),
        file_count=count(dist.get("fileCount")),
    )
