"""PyPI: the simple index and its JSON neighbour become one package and its releases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.packages.client_settings import pip_index
from collectors.packages.pypi import PyPIReleases
from collectors.protocol import Failed, Gone, Replaces, Target, Unreachable
from collectors.records import Package, PackageRelease

TARGET = Target(target_id="pypi:Some_Lib", url="")
JSON = {"Content-Type": "application/vnd.pypi.simple.v1+json", "ETag": '"one"'}


def file(name, *, uploaded="2024-01-02T03:04:05.5Z", size=10, yanked=False):
    url = f"files/{name}"
    return {
        "filename": name,
        "url": url,
        "hashes": {},
        "upload-time": uploaded,
        "size": size,
        "yanked": yanked,
    }


def page(*files, **more):
    return {"meta": {"api-version": "1.4"}, "name": "some-lib", "versions": [], "files": list(files)} | more


INFORMATION = {
    "info": {
        "version": "1.10",
        "license": "A very long text\nof many lines",
        "classifiers": ["Topic :: Games", "License :: OSI Approved :: MIT License"],
        "project_urls": {
            "Docs": "https://docs.example.org",
            "Source Code": "https://github.com/Some/Lib.git",
        },
    }
}


@pytest.fixture
def index(loopback, reply):
    loopback.answer["/simple/some-lib/"] = reply(
        body=page(
            file("some_lib-1.10-py3-none-any.whl", uploaded="2024-05-01T00:00:00Z", size=7),
            file("some_lib-1.10.tar.gz", uploaded="2024-05-01T00:01:00Z", size=8),
            file("some_lib-1.9.tar.gz", yanked=True),
            file("some_lib-1.11rc1.tar.gz"),
        ),
        headers=JSON,
    )
    loopback.answer["/pypi/some-lib/json"] = reply(body=INFORMATION)
    return loopback


@pytest.fixture
def collect(http, loopback):
    return lambda state=None: list(PyPIReleases(http, f"{loopback.url}/simple").collect(TARGET, state))


def test_files_become_releases_in_the_order_of_versions(index, collect):
    [batch] = collect()
    package, *releases = batch.records
    assert package == Package(
        package_id="pypi:Some_Lib",
        ecosystem="pypi",
        name="some-lib",
        license="MIT License",
        repository_url="https://github.com/Some/Lib",
        latest_version="1.10",
        release_count=3,
        is_deprecated=None,
    )
    assert [release.package_version for release in releases] == ["1.9", "1.10", "1.11rc1"]
    assert releases[1] == PackageRelease(
        package_id="pypi:Some_Lib",
        package_version="1.10",
        published_at=datetime(2024, 5, 1, tzinfo=UTC),
        is_prerelease=False,
        is_yanked=False,
        is_deprecated=False,
        license="MIT License",
        size_bytes=15,
        file_count=2,
    )
    assert releases[0].is_yanked
    assert releases[2].is_prerelease
    assert releases[2].license is None
    assert batch.replaces == [Replaces(table="package_releases", where={"package_id": "pypi:Some_Lib"})]
    assert batch.forge_total == 3


def test_nothing_new_is_no_batch_with_and_without_an_etag(index, reply, collect):
    [batch] = collect()
    assert collect(batch.next_state) == []
    index.answer["/simple/some-lib/"] = reply(304)
    assert collect(batch.next_state) == []
    assert index.asked[-1].headers["If-None-Match"] == '"one"'


def test_a_yank_is_news_and_known_licences_carry_on(index, reply, collect):
    [first] = collect()
    index.answer["/simple/some-lib/"] = reply(
        body=page(file("some_lib-1.10.tar.gz", yanked=True), file("some_lib-2.0.tar.gz")), headers=JSON
    )
    index.answer["/pypi/some-lib/json"] = reply(
        body={"info": {"version": "2.0", "license_expression": "Apache-2.0"}}
    )
    [second] = collect(first.next_state)
    package, *releases = second.records
    assert (package.license, package.latest_version) == ("Apache-2.0", "2.0")
    assert [(r.package_version, r.is_yanked, r.license) for r in releases] == [
        ("1.10", True, "MIT License"),
        ("2.0", False, "Apache-2.0"),
    ]


def test_a_mirror_with_html_and_without_metadata(loopback, reply, collect):
    loopback.answer["/simple/some-lib/"] = reply(
        body='<html><body><a href="some_lib-1.0.tar.gz">some_lib-1.0.tar.gz</a></body></html>',
        headers={"Content-Type": "text/html"},
    )
    [batch] = collect()
    package, release = batch.records
    assert (package.license, package.repository_url, release.published_at) == (None, None, None)
    assert release.size_bytes is None


def test_errors_are_outcomes(index, reply, collect, http):
    index.answer["/simple/some-lib/"] = reply(404)
    with pytest.raises(Gone):
        collect()
    index.answer["/simple/some-lib/"] = reply(body="[]", headers=JSON)
    with pytest.raises(Failed):
        collect()
    index.answer["/simple/some-lib/"] = reply(
        body=page(**{"project-status": {"status": "quarantined"}}), headers=JSON
    )
    with pytest.raises(Failed, match="quarantine"):
        collect()
    with pytest.raises(Unreachable):
        list(PyPIReleases(http, "http://127.0.0.1:9").collect(TARGET, None))


def test_pip_settings_name_the_index(tmp_path: Path):
    assert pip_index({"PIP_INDEX_URL": "http://a.example/simple"}, tmp_path) == "http://a.example/simple"
    settings = tmp_path / ".config" / "pip" / "pip.conf"
    settings.parent.mkdir(parents=True)
    settings.write_text("[global]\nindex-url = http://b.example/simple\n")
    assert pip_index({}, tmp_path) == "http://b.example/simple"
    named = tmp_path / "other.conf"
    named.write_text(
        "[install]\nindex-url = http://c.example/simple\n[global]\nindex-url = http://d.example\n"
    )
    assert pip_index({"PIP_CONFIG_FILE": str(named)}, tmp_path) == "http://c.example/simple"


def test_a_password_in_the_index_setting_shows_nowhere(http, loopback):
    url = loopback.url.replace("://", "://someone:secret@") + "/simple"
    with pytest.raises(Gone) as caught:
        list(PyPIReleases(http, url).collect(TARGET, None))
    assert "secret" not in str(caught.value)
    assert loopback.paths() == ["/simple/some-lib/"]
