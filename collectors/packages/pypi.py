"""PyPI packages and their releases, from the simple index that the user's pip would ask.

The index gives files, times, sizes and yanks. Licence and links come from the JSON document that lies beside
an index of PyPI's own make; a mirror without it leaves them unknown.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import Any
from urllib.parse import urljoin

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version
from pypi_simple import (
    ACCEPT_JSON_PREFERRED,
    PYPI_SIMPLE_ENDPOINT,
    DistributionPackage,
    ProjectPage,
    ProjectStatus,
    UnsupportedRepoVersionError,
)

from collectors.http.client import Answer, Http
from collectors.packages.facts import plain_license, plain_url, releases_digest, without_credentials
from collectors.protocol import Batch, Failed, Gone, Replaces, State, Target
from collectors.records import Package, PackageRelease

REPOSITORY_LABELS = ("source", "sourcecode", "repository", "github", "code", "homepage")  # best first
FORGES = re.compile(r"^https?://(github|gitee|gitcode|gitlab|atomgit)\.com/[^/]+/[^/]+")
LICENSE_CLASSIFIER = "License :: OSI Approved :: "


class PyPIReleases:
    """Every release of a PyPI package, whenever one is added, yanked or withdrawn."""

    source = "pypi"
    kind = "releases"

    def __init__(self, http: Http, index_url: str | None = None) -> None:
        """Ask ``index_url``, a simple index; without one, the index that pypi-simple asks by default."""
        self._http = http
        self._index_url = without_credentials(index_url or PYPI_SIMPLE_ENDPOINT).rstrip("/") + "/"

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all releases where anything changed since ``state``, else nothing."""
        known = state or {}
        name = canonicalize_name(target.target_id.removeprefix("pypi:"))
        answer = self._http.get(
            urljoin(self._index_url, f"{name}/"), accept=ACCEPT_JSON_PREFERRED, etag=known.get("etag")
        )
        if answer.is_unchanged:
            return
        page = _project_page(name, answer)
        releases = _releases(target.target_id, page)
        digest = releases_digest(releases, page.status)
        if digest != known.get("digest"):
            information = self._information(name)
            licenses = known.get("licenses", {}) | _license_of_latest(information)
            yield Batch(
                records=[
                    _package(target.target_id, name, page, releases, information),
                    *(_licensed(release, licenses) for release in releases),
                ],
                next_state={"etag": answer.headers.get("ETag"), "digest": digest, "licenses": licenses},
                replaces=[Replaces(table="package_releases", where={"package_id": target.target_id})],
                forge_total=len(releases),
                request_count=answer.request_count + 1,
            )

    def _information(self, name: str) -> Mapping[str, Any]:
        """Fetch the metadata of the newest release; empty where the index has no such document."""
        try:
            answer = self._http.get(urljoin(self._index_url, f"../pypi/{name}/json"))
        except Gone:
            return {}
        return answer.json().get("info") or {}


def _project_page(name: str, answer: Answer) -> ProjectPage:
    """Parse either form of a simple page. Raises Failed where it is neither, or is in quarantine."""
    try:
        if "json" in answer.headers.get("Content-Type", ""):
            page = ProjectPage.from_json_data(answer.json(), base_url=answer.url)
        else:
            page = ProjectPage.from_html(name, answer.body, base_url=answer.url)
    except (UnsupportedRepoVersionError, ValueError, KeyError, TypeError) as error:
        raise Failed(f"{answer.url}: not a simple index page ({error})") from error
    if page.status is ProjectStatus.QUARANTINED:
        raise Failed(f"pypi:{name}: the index has put the package into quarantine; what is held stays")
    return page


def _releases(package_id: str, page: ProjectPage) -> list[PackageRelease]:
    """Group the page's files by version, oldest first."""
    files: defaultdict[str, list[DistributionPackage]] = defaultdict(list)
    for file in page.packages:
        if file.version:
            files[_plain_version(file.version)].append(file)
    return [_release(package_id, version, files[version], page) for version in sorted(files, key=_order)]


def _release(
    package_id: str, version: str, files: Sequence[DistributionPackage], page: ProjectPage
) -> PackageRelease:
    """Sum up the files of one version: a release is yanked only when all of them are."""
    times = [file.upload_time.astimezone(UTC) for file in files if file.upload_time]
    sizes = [file.size for file in files if file.size is not None]
    return PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=min(times, default=None),
        is_prerelease=_is_prerelease(version),
        is_yanked=all(file.is_yanked for file in files),
        is_deprecated=page.status is ProjectStatus.DEPRECATED,
        license=None,
        size_bytes=sum(sizes) if len(sizes) == len(files) else None,
        file_count=len(files),
    )


def _package(
    package_id: str,
    name: str,
    page: ProjectPage,
    releases: Sequence[PackageRelease],
    information: Mapping[str, Any],
) -> Package:
    """Describe the package by its newest release's metadata."""
    good = [release for release in releases if not release.is_yanked] or releases
    stable = [release for release in good if not release.is_prerelease] or good
    return Package(
        package_id=package_id,
        ecosystem="pypi",
        name=name,
        license=_license(information),
        repository_url=_repository_url(information),
        latest_version=stable[-1].package_version if stable else None,
        release_count=len(releases),
        is_deprecated=None if page.status is None else page.status is ProjectStatus.DEPRECATED,
    )


def _licensed(release: PackageRelease, licenses: Mapping[str, str]) -> PackageRelease:
    """Add the licence that was seen while the release was the newest."""
    return replace(release, license=licenses.get(release.package_version))


def _license_of_latest(information: Mapping[str, Any]) -> dict[str, str]:
    """Map the version that the metadata is about to its licence, where both are known."""
    version, name = information.get("version"), _license(information)
    return {_plain_version(version): name} if version and name else {}


def _license(information: Mapping[str, Any]) -> str | None:
    """Read the SPDX expression, else the classifiers, else a licence field that is a mere name."""
    if expression := plain_license(information.get("license_expression")):
        return expression
    classifiers = information.get("classifiers") or ()
    names = [text.removeprefix(LICENSE_CLASSIFIER) for text in classifiers if LICENSE_CLASSIFIER in text]
    return plain_license(names) or plain_license(information.get("license"))


def _repository_url(information: Mapping[str, Any]) -> str | None:
    """Choose the link that leads to a forge, looking at the likelier labels first."""
    links = information.get("project_urls") or {}
    by_label = {re.sub(r"[^a-z]", "", label.lower()): url for label, url in links.items()}
    candidates = [by_label.get(label) for label in REPOSITORY_LABELS] + [information.get("home_page")]
    urls = [url for url in map(plain_url, candidates) if url]
    return next((url for url in urls if FORGES.match(url)), None)


def _plain_version(text: str) -> str:
    """Write a version in its normal form, so that 1.0-beta and 1.0b0 are one release."""
    try:
        return str(Version(text))
    except InvalidVersion:
        return text


def _is_prerelease(text: str) -> bool:
    """Tell whether a version is an alpha, beta, candidate or development release."""
    try:
        return Version(text).is_prerelease
    except InvalidVersion:
        return False


def _order(text: str) -> tuple[bool, Version | str]:
    """Sort real versions after the ones that no longer count as versions."""
    try:
        return True, Version(text)
    except InvalidVersion:
        return False, text
