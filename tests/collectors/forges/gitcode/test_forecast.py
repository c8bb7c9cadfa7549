"""What a first pass will take, and whether history was carried over: each said from a few requests."""

from datetime import UTC, datetime, timedelta

import pytest

from collectors.forges.gitcode.carried_over import carried_over
from collectors.forges.gitcode.forecast import Forecaster
from collectors.http.client import Http

API = "/api/v5"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def total(reply, rows):
    return reply(body=[{"id": 1}], headers={"total_count": str(rows), "total_page": str(rows)})


def test_the_requests_of_a_first_pass_are_said_in_advance(loopback, reply, clock):
    """Two repositories: 250 and 50 change requests, 500 and 150 commits, 100 and 0 issues of 3 remarks."""
    rows = [
        {"id": 1, "full_name": "maker/a", "forks_count": 101, "stargazers_count": 5},
        {"id": 2, "full_name": "maker/b", "forks_count": 0, "stargazers_count": 0},
    ]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows, headers={"total_page": "1"})
    totals = {
        "/org/maker/pull_requests": 300,
        "/orgs/maker/issues": 100,
        "/repos/maker/a/pulls": 250,
        "/repos/maker/b/pulls": 50,
        "/repos/maker/a/issues": 100,
        "/repos/maker/b/issues": 0,
        "/repos/maker/a/issues/comments": 300,
        "/repos/maker/b/issues/comments": 0,
        "/repos/maker/a/commits": 500,
        "/repos/maker/b/commits": 150,
    }
    for path, rows_there in totals.items():
        loopback.answer[API + path] = total(reply, rows_there)
    forecaster = Forecaster(Http(clock=clock), loopback.url + API, "Maker")
    found = forecaster.forecast(NOW, sample_every=3)
    assert found.request_counts == {
        "repository": 1,
        "change_requests": 4,  # 3 and 1
        "issues": 2,  # 1 and 1
        "comments": 4,  # 3 and 1
        "releases": 2,
        "forks": 3,  # 2 and 1
        "stars": 2,
        "commit_accounts": 7,  # 5 and 2
        "change_request_comments": 104,  # a third of 300, and the 4 pages that name them
    }
    assert found.asked_count == len(loopback.asked) == 12
    assert found.duration == timedelta(seconds=129 * 1.248)
    only = forecaster.forecast(NOW, kinds=["issues"])
    assert only.request_count == 2
    assert any("since=2024-06-01" in path for path in loopback.paths())


def test_an_empty_repository_has_no_list_of_commits(loopback, reply, clock):
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=[{"id": 1, "full_name": "maker/a"}])
    for path in ("/org/maker/pull_requests", "/orgs/maker/issues", "/repos/maker/a/pulls"):
        loopback.answer[API + path] = total(reply, 0)
    for path in ("/repos/maker/a/issues", "/repos/maker/a/issues/comments"):
        loopback.answer[API + path] = total(reply, 0)
    found = Forecaster(Http(clock=clock), loopback.url + API, "maker").forecast(NOW)
    assert (found.request_counts["commit_accounts"], found.asked_count) == (1, len(loopback.asked))


def test_of_a_person_nothing_is_said(loopback, clock):
    found = Forecaster(Http(clock=clock), loopback.url + API, "somebody").forecast(NOW)
    assert (found.request_count, found.duration) == (0, timedelta(0))


@pytest.mark.parametrize(
    ("issue", "change", "expected"),
    [
        ("2025-09-14T23:59:59+08:00", "2021-01-01T00:00:00Z", (True, True)),
        ("2025-09-15T00:00:00+08:00", None, (False, False)),
    ],
)
def test_one_look_says_whether_history_was_carried_over(loopback, reply, clock, issue, change, expected):
    path = f"{API}/repos/openharmony/build"
    loopback.answer[f"{path}/issues"] = reply(body=[{"created_at": issue}])
    loopback.answer[f"{path}/pulls"] = reply(body=[{"created_at": change}] if change else [])
    found = carried_over(Http(clock=clock), loopback.url + API, "openharmony/build")
    assert (found.has_issues, found.has_change_requests) == expected
    assert all("per_page=1" in asked and "asc" in asked for asked in loopback.paths())


def test_where_only_some_repositories_are_planned_the_organisations_totals_are_not_theirs(
    loopback, reply, clock
):
    rows = [
        {"id": 1, "full_name": "maker/a", "forks_count": 101, "stargazers_count": 5},
        {"id": 2, "full_name": "maker/b", "forks_count": 900, "stargazers_count": 900},
    ]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows, headers={"total_page": "1"})
    for path, rows_there in {"pulls": 250, "issues": 100, "issues/comments": 301, "commits": 500}.items():
        loopback.answer[f"{API}/repos/maker/a/{path}"] = total(reply, rows_there)
    found = Forecaster(Http(clock=clock), loopback.url + API, "maker", {"maker/a"}).forecast(NOW)
    assert found.request_counts == {
        "repository": 1,
        "change_requests": 3,
        "issues": 1,
        "comments": 4,
        "releases": 1,
        "forks": 2,
        "stars": 1,
        "commit_accounts": 5,
        "change_request_comments": 253,  # the loopback tells 250 of the last 24 months too, on 3 pages
    }
    assert found.asked_count == len(loopback.asked) == 6
    assert "/orgs/maker/issues" not in "".join(loopback.paths())
