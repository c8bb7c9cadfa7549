"""What a first pass over Gitee will take, worked out by hand from the totals of its lists."""

from datetime import UTC, datetime, timedelta

from collectors.forges.gitee.forecast import GiteeForecaster
from collectors.forges.v5.forecast import LARGEST
from collectors.http.client import Http

API = "/api/v5"
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def total(reply, rows):
    return reply(body=[{"id": 1}], headers={"total_count": str(rows), "total_page": str(rows)})


def answer(loopback, reply, name, **totals):
    """Serve the totals of a repository's lists; ``recent`` and ``moved`` are those with a time."""

    def pulls(asked):
        told = "moved" if "2025-09-15" in asked.path else "recent" if "since" in asked.path else "pulls"
        return total(reply, totals[told])

    loopback.answer[f"{API}/repos/{name}/pulls"] = pulls
    for path in ("issues", "issues/comments", "commits"):
        loopback.answer[f"{API}/repos/{name}/{path}"] = total(reply, totals[path.replace("/", "_")])


def test_the_requests_of_a_first_pass_are_said_in_advance(loopback, reply, clock):
    """One repository with work, of which ten change requests came after the move, and an empty one."""
    rows = [
        {"id": 1, "full_name": "openharmony/a", "forks_count": 101},
        {"id": 2, "full_name": "openharmony/b", "forks_count": 0},
        {"id": 3, "full_name": "openharmony/unplanned", "forks_count": 900},
    ]
    loopback.answer[f"{API}/orgs/openharmony/repos"] = reply(body=rows, headers={"total_page": "1"})
    busy = {"pulls": 250, "recent": 90, "moved": 10, "issues": 150, "issues_comments": 320, "commits": 500}
    answer(loopback, reply, "openharmony/a", **busy)
    answer(loopback, reply, "openharmony/b", **dict.fromkeys(busy, 0))
    del loopback.answer[f"{API}/repos/openharmony/b/commits"]  # 404: it has none
    names = {"openharmony/a", "openharmony/b", "openharmony/not-there"}
    found = GiteeForecaster(Http(clock=clock), loopback.url + API, "OpenHarmony", names).forecast(NOW)
    assert found.request_counts == {
        "repository": 1,
        "releases": 2,
        "forks": 3,  # 2 and 1
        "change_requests": 4,  # 3 and 1
        "issues": 3,  # 2 and 1
        "comments": 5,  # 4 and 1
        "change_request_comments": 85,  # 80 and the 4 turns that choose them, and a page without any
        "commit_accounts": 6,  # 5 and 1
    }
    assert found.asked_count == len(loopback.asked) == 1 + 2 * 6
    assert found.duration == timedelta(seconds=109 * 0.75)
    assert any("since=2024-06-01" in path for path in loopback.paths())


def test_a_list_of_commits_without_a_total_is_as_long_as_that_of_change_requests(loopback, reply, clock):
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=[{"id": 1, "full_name": "maker/a"}])
    told = {"pulls": 250, "recent": 40, "moved": 0, "issues": 0, "issues_comments": 0, "commits": 0}
    answer(loopback, reply, "maker/a", **told)
    loopback.answer[f"{API}/repos/maker/a/commits"] = reply(body=[{"sha": "a"}])
    found = GiteeForecaster(Http(clock=clock), loopback.url + API, "maker", {"maker/a"}).forecast(NOW)
    assert found.request_counts["commit_accounts"] == 3
    assert found.request_counts["change_request_comments"] == 42  # nobody of theirs has moved


def test_of_many_repositories_the_largest_are_asked_and_a_few_of_the_others(loopback, reply, clock):
    """Fifty others: every second is asked, and stands for two. The largest have three pages, these one."""
    names = [f"maker/{number:02}" for number in range(LARGEST + 50)]
    rows = [{"id": n, "full_name": name, "forks_count": 99 - n} for n, name in enumerate(names)]
    loopback.answer[f"{API}/orgs/maker/repos"] = reply(body=rows, headers={"total_page": "1"})
    for number, name in enumerate(names):
        size = 201 if number < LARGEST else 7
        told = {"pulls": size, "recent": 0, "moved": 0, "issues": 0, "issues_comments": 0, "commits": 0}
        answer(loopback, reply, name, **told)
    found = GiteeForecaster(Http(clock=clock), loopback.url + API, "maker", set(names)).forecast(NOW)
    assert found.request_counts["change_requests"] == 3 * LARGEST + 50
    assert found.asked_count == len(loopback.asked) == 1 + 5 * (LARGEST + 25)


def test_of_a_person_nothing_is_said(loopback, clock):
    asked = GiteeForecaster(Http(clock=clock), loopback.url + API, "somebody", {"somebody/a"})
    assert asked.forecast(NOW).request_count == 0
