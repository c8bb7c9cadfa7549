"""The package centre, read by our own collectors, since OHPM has no client outside of its own."""

from urllib.parse import quote

import pytest
import requests

from collectors.http.client import Http
from collectors.packages.ohpm import OhpmCounts, OhpmReleases
from collectors.protocol import Gone, Target
from collectors.records import Package, PackageCount, PackageRelease
from sandbox.packages.ohpm import PackageCentre
from sandbox.packages.pypi_and_npm import Packages
from sandbox.world.seasons import DAY


@pytest.fixture(scope="module")
def centre(sandbox):
    return PackageCentre(Packages(sandbox.world))


@pytest.fixture(scope="module")
def name(centre, sandbox):
    """The package with most versions, one of them withdrawn."""
    names = [name for ecosystem, name, _ in centre.packages.names() if ecosystem == "ohpm"]
    assert len(names) >= 4 and all(name.startswith("@demo-") for name in names)
    return max(names, key=lambda each: len(centre.versions(each, sandbox.world.until)))


def _target(name):
    return Target(target_id=f"ohpm:{name}", url="")


def test_releases_are_those_that_were_not_withdrawn(sandbox, centre, name):
    [batch] = OhpmReleases(Http(), sandbox.ohpm_registry_url).collect(_target(name), None)
    package, *releases = batch.records
    every = centre.packages.find("ohpm", name, sandbox.world.until).versions
    held = centre.versions(name, sandbox.world.until)
    assert isinstance(package, Package) and package.release_count == len(held) < len(every)
    assert package.repository_url.startswith("http://127.0.0.1/gitcode/demo-")  # a port is left out
    assert {r.package_version for r in releases if isinstance(r, PackageRelease)} == {v.version for v in held}
    assert (
        list(OhpmReleases(Http(), sandbox.ohpm_registry_url).collect(_target(name), batch.next_state)) == []
    )


def test_a_mistaken_version_is_there_at_first(sandbox, centre, name):
    package = centre.packages.find("ohpm", name, sandbox.world.until)
    mistaken = next(version for version in package.versions if version.is_withdrawn)
    assert mistaken in centre.versions(name, mistaken.published_at + DAY)
    assert mistaken not in centre.versions(name, mistaken.published_at + 50 * DAY)


def test_totals_are_those_of_the_world_and_move_with_time(sandbox, centre, name):
    until = sandbox.world.until
    [batch] = OhpmCounts(Http(), sandbox.ohpm_registry_url).collect(_target(name), None)
    [counted] = batch.records
    assert isinstance(counted, PackageCount) and not batch.drift
    assert counted.download_count == centre.downloads(name, until) > centre.downloads(name, until - DAY) > 0
    assert counted.dependent_count == centre.dependents(name, until)
    months = [centre.dependents(name, until - n * 90 * DAY) for n in range(12)]
    assert len(set(months)) > 2


def test_an_unknown_package_is_a_success_without_a_body(sandbox):
    detail = "/ohpmweb/registry/oh-package/openapi/v1/detail/" + quote("@nobody/nothing", safe="")
    assert requests.get(sandbox.url + detail, timeout=5).json()["body"] == "success"
    with pytest.raises(Gone):
        list(OhpmCounts(Http(), sandbox.ohpm_registry_url).collect(_target("@nobody/nothing"), None))
    with pytest.raises(Gone):
        list(OhpmReleases(Http(), sandbox.ohpm_registry_url).collect(_target("@nobody/nothing"), None))
