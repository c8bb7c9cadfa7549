"""npm packages and their releases, from the registry that the user's npm would ask."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from collectors.http.client import Http
from collectors.http.loose_json import Json
from collectors.packages.facts import plain_license, plain_url, releases_digest, without_credentials
from collectors.protocol import Batch, Failed, Gone, Replaces, State, Target
from collectors.records import Package, PackageRelease


class NpmReleases:
    """Every release of an npm package, whenever one is added, deprecated or withdrawn."""

    source = "npm"
    kind = "releases"

    def __init__(self, http: Http, registry_url: str) -> None:
        """Ask ``registry_url``; ``package_settings.npm_registry`` finds the user's."""
        self._http = http
        self._registry_url = without_credentials(registry_url).rstrip("/")

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all releases where anything changed since ``state``, else nothing."""
        known = state or {}
        name = target.target_id.removeprefix("npm:")
        answer = self._http.get(f"{self._registry_url}/{quote(name, safe='@')}", etag=known.get("etag"))
        if answer.is_unchanged:
            return
        package, releases = _read(target.target_id, name, answer.json())
        digest = releases_digest(releases, package)
        if digest != known.get("digest"):
            yield Batch(
                records=[package, *releases],
                next_state={"etag": answer.headers.get("ETag"), "digest": digest},
                replaces=[Replaces(table="package_releases", where={"package_id": target.target_id})],
                forge_total=len(releases),
                request_count=answer.request_count,
            )


def _read(package_id: str, name: str, document: Json) -> tuple[Package, list[PackageRelease]]:
    """Read a registry document. Raises Gone where all was unpublished, Failed where it is something else."""
    if not isinstance(document, dict) or document.get("name") != name:
        raise Failed(f"{package_id}: the registry's answer is not this package's document")
    versions, times = document.get("versions") or {}, _times(document)
    if not versions:
        raise Gone(f"{package_id}: every version was unpublished")
    releases = [_release(package_id, version, versions[version], times) for version in versions]
    return _package(package_id, name, document, releases), releases


def _times(document: Mapping[str, Any]) -> Mapping[str, str]:
    """Give the publication time of every version, or nothing where the times are not npm's own.

    The registry always writes when the package was created. Mirrors that leave this out date a version by
    the day on which they fetched it, in an order that contradicts the versions: such times are unknown.
    """
    times = document.get("time") or {}
    return times if "created" in times else {}


def _package(
    package_id: str, name: str, document: Mapping[str, Any], releases: list[PackageRelease]
) -> Package:
    """Describe the package by the version that it calls its latest."""
    latest = (document.get("dist-tags") or {}).get("latest")
    newest = document["versions"].get(latest) or {}
    return Package(
        package_id=package_id,
        ecosystem="npm",
        name=name,
        license=_license(newest) or _license(document),
        repository_url=plain_url(newest.get("repository")) or plain_url(document.get("repository")),
        latest_version=latest,
        release_count=len(releases),
        is_deprecated=_is_deprecated(newest),
    )


def _release(
    package_id: str, version: str, facts: Mapping[str, Any], times: Mapping[str, str]
) -> PackageRelease:
    """Describe one version. npm never yanks: it deprecates, or withdraws the version altogether."""
    dist = facts.get("dist") or {}
    return PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=_instant(times.get(version)),
        is_prerelease="-" in version.partition("+")[0],
        is_yanked=False,
        is_deprecated=_is_deprecated(facts),
        license=_license(facts),
        size_bytes=dist.get("unpackedSize"),
        file_count=dist.get("fileCount"),
    )


def _license(facts: Mapping[str, Any]) -> str | None:
    """Read the licence in its present or its older place."""
    return plain_license(facts.get("license")) or plain_license(facts.get("licenses"))


def _is_deprecated(facts: Mapping[str, Any]) -> bool:
    """Tell whether the version carries a deprecation text; npm writes an empty one to take it back."""
    return bool(facts.get("deprecated"))


def _instant(text: str | None) -> datetime | None:
    """Read an instant such as 2020-01-02T03:04:05.678Z."""
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
