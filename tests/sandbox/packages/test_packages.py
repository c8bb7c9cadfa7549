"""The package registries, read by the clients that real users have."""

from datetime import date

import pytest
import requests
from pypi_simple import PyPISimple

from sandbox.packages.pypi_and_npm import Packages


@pytest.fixture(scope="module")
def registry(sandbox):
    return Packages(sandbox.world)


def _first(registry, sandbox, ecosystem, scoped=False):
    for found, name, _ in registry.names():
        package = registry.find(found, name, sandbox.world.until)
        if found == ecosystem and package and len(package.versions) > 3 and name.startswith("@") == scoped:
            return package
    raise AssertionError(ecosystem)


@pytest.mark.parametrize("accept", ["application/vnd.pypi.simple.v1+json", "text/html"])
def test_pypi_simple_reads_both_forms_of_the_index(sandbox, registry, accept):
    package = _first(registry, sandbox, "pypi")
    with PyPISimple(sandbox.pypi_index_url) as client:
        page = client.get_project_page(package.name, accept=accept)
    assert [file.version for file in page.packages] == [version.version for version in package.versions]
    assert [bool(file.is_yanked) for file in page.packages] == [v.is_withdrawn for v in package.versions]
    if "json" in accept:
        assert [file.size for file in page.packages] == [version.size_bytes for version in package.versions]
        assert page.packages[0].upload_time is not None


def test_pypi_documents_name_the_repository(sandbox, registry):
    package = _first(registry, sandbox, "pypi")
    info = requests.get(f"{sandbox.url}/pypi/pypi/{package.name}/json", timeout=5).json()["info"]
    assert info["project_urls"]["Repository"].startswith(sandbox.url + "/demo-")
    assert "演示" in info["summary"]


@pytest.mark.parametrize("scoped", [False, True])
def test_npm_documents_have_versions_times_and_deprecations(sandbox, registry, scoped):
    package = _first(registry, sandbox, "npm", scoped)
    url = f"{sandbox.npm_registry_url}/{package.name.replace('/', '%2F')}"
    answer = requests.get(url, timeout=5)
    document = answer.json()
    assert document["name"] == package.name and "created" in document["time"]
    assert list(document["versions"]) == [version.version for version in package.versions]
    assert "-" not in document["dist-tags"]["latest"]
    again = requests.get(url, headers={"If-None-Match": answer.headers["ETag"]}, timeout=5)
    assert (again.status_code, again.content) == (304, b"")


def test_download_counts_add_up(sandbox, registry):
    package = _first(registry, sandbox, "npm")
    base, span = f"{sandbox.url}/npm-downloads/downloads", "2026-10-01:2026-10-31"
    total = requests.get(f"{base}/point/{span}/{package.name}", timeout=5).json()["downloads"]
    days = requests.get(f"{base}/range/{span}/{package.name}", timeout=5).json()["downloads"]
    assert len(days) == 31 and total == sum(day["downloads"] for day in days) > 0
    assert package.downloads_on(date(2016, 1, 1)) == 0
    other = _first(registry, sandbox, "pypi")
    overall = requests.get(f"{sandbox.url}/pypistats/api/packages/{other.name}/overall", timeout=5).json()
    recent = requests.get(f"{sandbox.url}/pypistats/api/packages/{other.name}/recent", timeout=5).json()
    assert len(overall["data"]) == 180
    assert recent["data"]["last_week"] == sum(row["downloads"] for row in overall["data"][-7:])


def test_unknown_packages_are_404_and_versions_come_with_time(sandbox, registry):
    assert requests.get(f"{sandbox.npm_registry_url}/nothing", timeout=5).status_code == 404
    package = _first(registry, sandbox, "npm")
    halfway = package.versions[1].published_at
    earlier = registry.find("npm", package.name, halfway)
    assert earlier is not None and earlier.versions == package.versions[:2]
    assert registry.find("npm", package.name, package.versions[0].published_at - 1) is None
