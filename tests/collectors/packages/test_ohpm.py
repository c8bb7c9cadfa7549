"""OHPM: a registry that speaks like npm's, and totals that are sampled by day."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from collectors.http.client import Http
from collectors.packages.ohpm import OhpmCounts, OhpmReleases, ohpm_registry
from collectors.protocol import Failed, Gone, NoRegistry, Target, Unreachable
from collectors.records import Package, PackageCount, PackageRelease

TARGET = Target(target_id="ohpm:@maker/chart", url="")
REGISTRY = "/ohpm/@maker/chart"
DETAIL = "/ohpmweb/registry/oh-package/openapi/v1/detail/%40maker%2Fchart"


def document(**more):
    return {
        "name": "@maker/chart",
        "dist-tags": {"latest": "1.0.1"},
        "time": {"1.0.0-rc.1": "2024-01-01T00:00:00.000Z"},
        "versions": {
            "1.0.0-rc.1": {"dist": {"tarball": "x", "integrity": "sha512-x"}},
            "1.0.1": {
                "license": "Apache-2.0",
                "repository": "https://gitcode.com/Maker/chart.git",
                "dist": {},
            },
        },
    } | more


def releases(loopback, clock, state=None):
    collector = OhpmReleases(Http(clock=clock), loopback.url + "/ohpm/")
    return list(collector.collect(TARGET, state))


def counts(loopback, clock, state=None):
    return list(OhpmCounts(Http(clock=clock), loopback.url + "/ohpm/", clock=clock).collect(TARGET, state))


def test_a_document_becomes_package_and_releases(loopback, reply, clock):
    loopback.answer[REGISTRY] = reply(body=document())
    [batch] = releases(loopback, clock)
    package, candidate, release = batch.records
    assert package == Package(
        package_id="ohpm:@maker/chart",
        ecosystem="ohpm",
        name="@maker/chart",
        license="Apache-2.0",
        repository_url="https://gitcode.com/Maker/chart",
        latest_version="1.0.1",
        release_count=2,
        is_deprecated=None,
    )
    assert isinstance(candidate, PackageRelease)
    assert (candidate.is_prerelease, candidate.published_at) == (True, datetime(2024, 1, 1, tzinfo=UTC))
    assert (release.published_at, release.license, release.size_bytes) == (None, "Apache-2.0", None)
    assert releases(loopback, clock, batch.next_state) == []


def test_a_withdrawn_release_is_gone_and_a_withdrawn_package_too(loopback, reply, clock):
    loopback.answer[REGISTRY] = reply(body=document())
    [first] = releases(loopback, clock)
    loopback.answer[REGISTRY] = reply(body=document(versions={"1.0.1": {}}))
    [second] = releases(loopback, clock, first.next_state)
    assert [r.package_version for r in second.records if isinstance(r, PackageRelease)] == ["1.0.1"]
    assert second.replaces[0].where == {"package_id": "ohpm:@maker/chart"}
    loopback.answer[REGISTRY] = reply(body=document(versions={}))
    with pytest.raises(Gone):
        releases(loopback, clock)


def test_a_registry_that_is_down_for_long_is_unreachable(loopback, reply, clock):
    loopback.answer[REGISTRY] = [reply(502), reply(body=document())]
    assert releases(loopback, clock)
    loopback.answer[REGISTRY] = reply(502)
    with pytest.raises(Unreachable):
        releases(loopback, clock)


def test_another_packages_document_is_refused(loopback, reply, clock):
    loopback.answer[REGISTRY] = reply(body=document(name="@maker/other"))
    with pytest.raises(Failed, match="not this package's"):
        releases(loopback, clock)


def test_totals_are_sampled_once_a_day(loopback, reply, clock):
    body = {"downloads": 1234, "dependencies": {"total": 2}, "dependent": {"total": 7}, "points": 90}
    loopback.answer[DETAIL] = reply(body={"code": 200, "body": body})
    [batch] = counts(loopback, clock)
    assert batch.records == [
        PackageCount(
            package_id="ohpm:@maker/chart",
            counted_on=date(2026, 1, 1),
            download_count=1234,
            dependent_count=7,
        )
    ]
    assert counts(loopback, clock, batch.next_state) == []
    assert len(loopback.asked) == 1
    clock.instant += timedelta(hours=16)  # midnight in Shanghai
    loopback.answer[DETAIL] = reply(body={"code": 200, "body": {"downloads": "1300"}})
    [batch] = counts(loopback, clock, batch.next_state)
    assert batch.records[0].counted_on == date(2026, 1, 2)
    assert (batch.records[0].download_count, batch.records[0].dependent_count) == (1300, None)
    assert batch.drift == {"package_counts.dependent": 1}


def test_an_unknown_package_is_said_with_success(loopback, reply, clock):
    loopback.answer[DETAIL] = reply(body={"code": 200, "body": "success"})
    with pytest.raises(Gone, match="no such package"):
        counts(loopback, clock)
    loopback.answer[DETAIL] = reply(body={"code": 500, "message": "busy"})
    with pytest.raises(Failed):
        counts(loopback, clock)


def test_the_users_own_registry_is_asked(tmp_path: Path):
    with pytest.raises(NoRegistry, match="ohpm config set registry"):
        ohpm_registry({}, tmp_path)
    (tmp_path / ".ohpm").mkdir()
    (tmp_path / ".ohpm" / ".ohpmrc").write_text(
        "strict_ssl=true\nregistry=https://ohpm.example/ohpm/,https://b\n"
    )
    assert ohpm_registry({}, tmp_path) == "https://ohpm.example/ohpm/"
    assert ohpm_registry({"OHPM_REGISTRY": "https://own.example/"}, tmp_path) == "https://own.example/"
