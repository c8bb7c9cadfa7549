"""npm: one registry document becomes one package and its releases."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collectors.packages.client_settings import npm_registry
from collectors.packages.facts import plain_license, plain_url
from collectors.packages.npm import NpmReleases
from collectors.protocol import Failed, Gone, Target
from collectors.records import Package, PackageRelease

TARGET = Target(target_id="npm:@scope/lib", url="")
PATH = "/@scope%2Flib"


def document(**more):
    return {
        "name": "@scope/lib",
        "dist-tags": {"latest": "1.1.0"},
        "time": {
            "created": "2020-01-01T00:00:00.000Z",
            "1.0.0-beta.1": "2020-01-01T00:00:00.000Z",
            "1.1.0": "2021-02-03T04:05:06.789Z",
        },
        "versions": {
            "1.0.0-beta.1": {"license": {"type": "BSD"}, "deprecated": "use 1.1"},
            "1.1.0": {
                "license": "MIT",
                "repository": {"type": "git", "url": "git+ssh://git@github.com/Some/Lib.git"},
                "dist": {"unpackedSize": 1234, "fileCount": 5},
            },
        },
    } | more


@pytest.fixture
def collect(http, loopback):
    return lambda state=None: list(NpmReleases(http, f"{loopback.url}/").collect(TARGET, state))


def test_a_document_becomes_package_and_releases(loopback, reply, collect):
    loopback.answer[PATH] = reply(body=document())
    [batch] = collect()
    package, beta, release = batch.records
    assert package == Package(
        package_id="npm:@scope/lib",
        ecosystem="npm",
        name="@scope/lib",
        license="MIT",
        repository_url="https://github.com/Some/Lib",
        latest_version="1.1.0",
        release_count=2,
        is_deprecated=False,
    )
    assert release == PackageRelease(
        package_id="npm:@scope/lib",
        package_version="1.1.0",
        published_at=datetime(2021, 2, 3, 4, 5, 6, 789000, tzinfo=UTC),
        is_prerelease=False,
        is_yanked=False,
        is_deprecated=False,
        license="MIT",
        size_bytes=1234,
        file_count=5,
    )
    assert (beta.is_prerelease, beta.is_deprecated, beta.license) == (True, True, "BSD")


def test_a_changed_readme_is_no_news_but_a_deprecation_is(loopback, reply, collect):
    loopback.answer[PATH] = reply(body=document(), headers={"ETag": '"one"'})
    [batch] = collect()
    loopback.answer[PATH] = reply(body=document(readme="other words"), headers={"ETag": '"two"'})
    assert collect(batch.next_state) == []
    assert loopback.asked[-1].headers["If-None-Match"] == '"one"'
    changed = document()
    changed["versions"]["1.1.0"]["deprecated"] = "dead"
    loopback.answer[PATH] = reply(body=changed)
    [second] = collect(batch.next_state)
    assert second.records[0].is_deprecated


def test_times_of_a_mirror_that_dates_its_own_fetches_are_unknown(loopback, reply, collect):
    times = {"1.0.0-beta.1": "2024-12-13T00:00:00.000Z", "1.1.0": "2024-12-07T00:00:00.000Z"}
    loopback.answer[PATH] = reply(body=document(time=times))
    [batch] = collect()
    assert [release.published_at for release in batch.records[1:]] == [None, None]


def test_errors_are_outcomes(loopback, reply, collect):
    with pytest.raises(Gone):
        collect()
    loopback.answer[PATH] = reply(body=document(versions={}))
    with pytest.raises(Gone, match="unpublished"):
        collect()
    loopback.answer[PATH] = reply(body=["not a document"])
    with pytest.raises(Failed):
        collect()


def test_the_registry_is_the_users(tmp_path: Path):
    assert npm_registry({"npm_config_registry": "http://a.example"}, tmp_path) == "http://a.example"
    (tmp_path / ".npmrc").write_text("color=false\nregistry = http://b.example/\n")
    assert npm_registry({"PATH": ""}, tmp_path) == "http://b.example/"


def test_the_npm_client_is_asked_before_its_file(tmp_path: Path):
    npm = tmp_path / "npm"
    npm.write_text('#!/bin/sh\n[ "$*" = "config get registry" ] && echo http://c.example/\n')
    npm.chmod(0o755)
    (tmp_path / ".npmrc").write_text("registry=http://b.example/\n")
    assert npm_registry({"PATH": f"{tmp_path}"}, tmp_path) == "http://c.example/"


def test_without_any_setting_the_usual_registry_is_known(tmp_path: Path):
    registry = npm_registry({"PATH": ""}, tmp_path)
    assert registry.startswith("https://")
    assert registry.endswith("/")


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("git+https://github.com/a/b.git", "https://github.com/a/b"),
        ({"url": "git://github.com/a/b.git"}, "https://github.com/a/b"),
        ("git@gitee.com:a/b.git", "https://gitee.com/a/b"),
        ("https://user:word@host.example/a/b?x=1", "https://host.example/a/b"),
        ("a/b", "https://github.com/a/b"),
        ("gitlab:a/b", "https://gitlab.com/a/b"),
        ("http://[broken", None),
        ("mailto:someone@host.example", None),
        ("", None),
        (7, None),
    ],
)
def test_repository_links_are_made_plain(written, plain):
    assert plain_url(written) == plain


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("MIT", "MIT"),
        ([{"type": "MIT"}, "GPL-2.0"], "MIT OR GPL-2.0"),
        ("UNKNOWN", None),
        ("Permission is hereby granted\nto any person", None),
        ("mine, ask me@host.example", None),
        ("x" * 101, None),
        (None, None),
    ],
)
def test_licences_are_short_names(written, plain):
    assert plain_license(written) == plain
