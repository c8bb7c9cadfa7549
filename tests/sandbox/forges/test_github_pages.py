"""Pagination and conditional requests of the REST side, as GitHub does them in 2026."""

import re

import pytest
import requests

from sandbox import Sandbox, World
from sandbox.forges.github.rest.pages import BadPage, by_cursor

LINK = re.compile(r'<([^>]+)>; rel="(\w+)"')


def _links(answer):
    return {relation: url for url, relation in LINK.findall(answer.headers.get("Link", ""))}


def _follow(client, url, **query):
    answers = [client.get(url, params=query)]
    while "next" in (links := _links(answers[-1])):
        answers.append(client.get(links["next"]))
    return answers


def test_a_short_list_has_numbered_links_by_repository_number(sandbox, client):
    plan = sandbox.world.plans[1]
    answers = _follow(
        client,
        f"{sandbox.api_url}/repos/{plan.full_name_at(sandbox.world.until)}/pulls",
        state="all",
        per_page="100",
    )
    total = len(sandbox.world.view(plan).changes)
    assert [len(answer.json()) for answer in answers] == [100, 100, 100, total - 300]
    base = f"{sandbox.api_url}/repositories/{plan.repository_id}/pulls?state=all&per_page=100"
    assert _links(answers[0]) == {"next": f"{base}&page=2", "last": f"{base}&page=4"}
    assert _links(answers[1]) == {
        "prev": f"{base}&page=1",
        "next": f"{base}&page=3",
        "last": f"{base}&page=4",
        "first": f"{base}&page=1",
    }
    assert set(_links(answers[3])) == {"prev", "first"}


def test_a_long_list_of_issues_links_by_cursor_only(sandbox, client, big):
    answers = _follow(
        client,
        f"{sandbox.api_url}/repos/{big}/issues",
        state="all",
        per_page="100",
        sort="updated",
        direction="asc",
    )
    for answer in answers[:-1]:
        assert set(_links(answer)) == {"next"} and "after=" in _links(answer)["next"]
    numbers = [item["number"] for answer in answers for item in answer.json()]
    view = sandbox.world.view(sandbox.world.plans[0])
    assert sorted(numbers) == sorted(view.by_number)
    updates = [item["updated_at"] for answer in answers for item in answer.json()]
    assert updates == sorted(updates)


def test_a_long_list_refuses_page_numbers(sandbox, client, big):
    url = f"{sandbox.api_url}/repos/{big}/issues?state=all&per_page=100"
    assert client.get(f"{url}&page=10").status_code == 200
    refused = client.get(f"{url}&page=11")
    assert refused.status_code == 422
    assert refused.json()["message"].startswith("Pagination with the page parameter is not supported")


def test_a_cursor_keeps_its_place_when_its_item_moves_away():
    # three issues by update, newest first; the client has read the first two when item 3 is updated
    def key(item):
        return item

    first = by_cursor([(30, 3), (20, 2), (10, 1)], {"per_page": "2"}, "u", list, key, True, cursor_above=2)
    after = re.search(r"after=([^&>]+)", first.headers["Link"])[1].replace("%3D", "=").replace("%2B", "+")
    moved = [(40, 2), (30, 3), (10, 1)]
    second = by_cursor(moved, {"per_page": "2", "after": after}, "u", list, key, True, cursor_above=2)
    assert second.body == b"[[10,1]]"
    with pytest.raises(BadPage):
        by_cursor(moved, {"after": "nonsense"}, "u", list, key, True, cursor_above=2)


def test_since_counts_the_boundary_second_in(sandbox, client, big):
    views = sorted(sandbox.world.view(sandbox.world.plans[0]).threads, key=lambda view: view.updated_at)
    from sandbox.world.seasons import iso

    boundary = views[-5].updated_at
    expected = [view.number for view in views if view.updated_at >= boundary]
    got = client.get(
        f"{sandbox.api_url}/repos/{big}/issues", params={"state": "all", "since": iso(boundary)}
    ).json()
    assert sorted(item["number"] for item in got) == sorted(expected)
    nonsense = client.get(f"{sandbox.api_url}/repos/{big}/issues?since=yesterday")
    assert nonsense.status_code == 422


def test_star_history_comes_in_weeks_newest_first(sandbox, client, big):
    url = f"{sandbox.api_url}/repos/{big}/stargazers/history"
    weeks = [week for answer in _follow(client, url, per_page="100") for week in answer.json()]
    assert max(len(answer.json()) for answer in _follow(client, url, per_page="100")) == 30
    starts = [week["week"] for week in weeks]
    assert starts == list(range(starts[0], starts[-1] - 1, -7 * 86_400))
    assert all(week["total"] == sum(week["days"]) and len(week["days"]) == 7 for week in weeks)
    assert any(week["total"] == 0 for week in weeks)
    count = client.get(f"{sandbox.api_url}/repos/{big}/stargazers/count").json()["count"]
    assert sum(week["total"] for week in weeks) == count


def test_an_unchanged_answer_is_304_and_costs_nothing():
    with Sandbox(World(count=2)) as own, requests.Session() as session:
        session.headers["Authorization"] = f"token {own.token}"
        url = f"{own.api_url}/repositories/{own.world.plans[1].repository_id}/issues?state=all"
        first = session.get(url)
        again = session.get(url, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["X-RateLimit-Used"] == first.headers["X-RateLimit-Used"] == "1"
        assert first.headers["ETag"].startswith('W/"')
        other = session.get(url, headers={"If-None-Match": first.headers["ETag"], "Accept": "text/other"})
        assert other.status_code == 200  # the ETag belongs to what was accepted, too
        own.move_to(own.world.until + 30 * 86_400)
        assert session.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
