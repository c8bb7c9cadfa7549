"""Connections, ETags, links, redirects, proxies, and pages that are kept and replayed."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
import requests
from requests_cache import CachedSession

from collectors.http.client import Http
from collectors.http.recorded_pages import PageKeeper, Replay, expire_pages, redacted
from collectors.http.transport import API_VERSION_HEADER as VERSION
from collectors.http.transport import Network, Question
from collectors.protocol import Failed, Gone


@pytest.fixture
def caching(tmp_path, clock):
    client = Http(Network(tmp_path / "etags.sqlite"), clock=clock, headers={"X-GitHub-Api-Version": "one"})
    yield client
    client.close()


def etag_rule(reply, body, etag='W/"1"'):
    def rule(asked):
        if asked.headers.get("If-None-Match") == etag:
            return reply(304, headers={"ETag": etag})
        return reply(body=body, headers={"ETag": etag, "Content-Type": "application/json"})

    return rule


def test_connections_are_used_again(http, loopback, reply):
    loopback.answer["/a"] = reply(body={})
    for _ in range(5):
        http.get(f"{loopback.url}/a")
    assert len({asked.connection for asked in loopback.asked}) == 1


def test_an_unchanged_answer_is_revalidated_and_given_from_the_store(caching, loopback, reply):
    loopback.answer["/a"] = etag_rule(reply, {"n": 1})
    assert [caching.get(f"{loopback.url}/a?p=1").json() for _ in range(3)] == [{"n": 1}] * 3
    assert [asked.headers.get("If-None-Match") for asked in loopback.asked] == [None, 'W/"1"', 'W/"1"']
    loopback.answer["/a"] = etag_rule(reply, {"n": 2}, etag='W/"2"')
    assert caching.get(f"{loopback.url}/a?p=1").json() == {"n": 2}


def test_the_store_keeps_urls_accepts_and_versions_apart(caching, loopback, reply, tmp_path, clock):
    loopback.answer["/a"] = etag_rule(reply, {"n": 1})
    caching.get(f"{loopback.url}/a")
    caching.get(f"{loopback.url}/a?p=2")
    caching.get(f"{loopback.url}/a", accept="application/other+json")
    other = Http(Network(tmp_path / "etags.sqlite"), clock=clock, headers={"X-GitHub-Api-Version": "two"})
    other.get(f"{loopback.url}/a")
    other.close()
    assert [asked.headers.get("If-None-Match") for asked in loopback.asked] == [None] * 4


FRESH = {"Cache-Control": "max-age=86400, immutable", "Expires": "Fri, 31 Dec 2100 00:00:00 GMT"}
LAST_MODIFIED = {"Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}


@pytest.mark.parametrize("headers", [{}, FRESH, {"ETag": ""}, {"Vary": "Accept"}, {"Vary": "*"}])
def test_an_answer_without_a_validator_is_asked_for_each_time(caching, loopback, reply, headers):
    loopback.answer["/a"] = [reply(body=[number], headers=headers) for number in (1, 2, 3)]
    assert [caching.get(f"{loopback.url}/a").json() for _ in range(3)] == [[1], [2], [3]]
    assert not any("If-None-Match" in asked.headers for asked in loopback.asked)


@pytest.mark.parametrize("more", [{}, FRESH, {"Vary": "Accept"}])
def test_however_fresh_an_answer_is_said_to_be_it_is_asked_about_again(caching, loopback, reply, more):
    """A 304 may leave the validator out; the answer that it stands for keeps its own."""
    first = reply(body=[1], headers=LAST_MODIFIED | more)
    loopback.answer["/a"] = [first, reply(304, headers=more), reply(304), reply(body=[2])]
    assert [caching.get(f"{loopback.url}/a").json() for _ in range(4)] == [[1], [1], [1], [2]]
    asked = [each.headers.get("If-Modified-Since") for each in loopback.asked]
    assert asked == [None, *[LAST_MODIFIED["Last-Modified"]] * 3]


def test_an_answer_that_lost_its_validator_is_forgotten(caching, loopback, reply):
    tagged = reply(body=[1], headers={"ETag": '"1"'})
    loopback.answer["/a"] = [tagged, reply(body=[2]), reply(body=[3])]
    assert [caching.get(f"{loopback.url}/a").json() for _ in range(3)] == [[1], [2], [3]]
    assert [each.headers.get("If-None-Match") for each in loopback.asked] == [None, '"1"', None]


def test_a_moved_answer_without_a_validator_is_asked_for_each_time(caching, loopback, reply):
    loopback.answer["/old"] = reply(301, headers={"Location": f"{loopback.url}/new"})
    loopback.answer["/new"] = [reply(body=[1]), reply(body=[2])]
    assert [caching.get(f"{loopback.url}/old").json() for _ in range(2)] == [[1], [2]]


def test_what_an_older_version_stored_without_a_validator_is_asked_for_again(loopback, reply, tmp_path):
    """It kept every answer for sixty days, and gave those that nobody could ask about as they were."""
    loopback.answer["/a"] = [reply(body=[1]), reply(body=[2]), reply(body=[3])]
    keeping_all = {"expire_after": 86_400, "always_revalidate": True, "match_headers": ["Accept", VERSION]}
    with CachedSession(str(tmp_path / "etags.sqlite"), backend="sqlite", **keeping_all) as older:
        older.headers["Accept"] = "application/json"
        assert [older.get(f"{loopback.url}/a").json() for _ in range(2)] == [[1], [1]]
    network = Network(tmp_path / "etags.sqlite")
    assert [network.send(Question(url=f"{loopback.url}/a"), None).json() for _ in range(2)] == [[2], [3]]
    network.close()


def test_the_store_never_keeps_a_broken_answer(caching, loopback, reply):
    headers = {"ETag": '"x"', "Content-Type": "application/json"}
    loopback.answer["/a"] = [reply(body='{"n": ', headers=headers), reply(body={"n": 1}, headers=headers)]
    assert caching.get(f"{loopback.url}/a").json() == {"n": 1}
    assert "If-None-Match" not in loopback.asked[1].headers


def test_an_etag_of_the_askers_own_passes_by_the_store(caching, loopback, reply):
    loopback.answer["/a"] = etag_rule(reply, {"n": 1})
    caching.get(f"{loopback.url}/a")
    assert caching.get(f"{loopback.url}/a", etag='W/"1"').is_unchanged


def test_only_linked_pages_are_followed(http, loopback, reply):
    loopback.answer["/items?page=1"] = reply(
        body=[1],
        headers={"Link": f'<{loopback.url}/items?after=X>; rel="next", <{loopback.url}/z>; rel="last"'},
    )
    loopback.answer["/items?after=X"] = reply(body=[2], headers={"Link": f'<{loopback.url}/a>; rel="prev"'})
    assert [answer.json() for answer in http.pages(f"{loopback.url}/items?page=1")] == [[1], [2]]
    assert loopback.paths() == ["/items?page=1", "/items?after=X"]


def test_a_next_page_on_another_host_is_not_followed(http, loopback, reply):
    loopback.answer["/items"] = reply(body=[1], headers={"Link": '<http://other.invalid/b>; rel="next"'})
    with pytest.raises(Failed, match="another host"):
        list(http.pages(f"{loopback.url}/items"))


def test_a_redirect_is_followed_counted_and_told(http, loopback, reply):
    loopback.answer["/old"] = reply(301, headers={"Location": "/new"})
    loopback.answer["/new"] = reply(body={"id": 7})
    answer = http.get(f"{loopback.url}/old")
    assert (answer.json(), answer.was_moved, answer.request_count) == ({"id": 7}, True, 2)
    assert answer.url == f"{loopback.url}/new"


def test_an_empty_answer_is_none(http, loopback, reply):
    loopback.answer["/a"] = reply(204)
    assert http.get(f"{loopback.url}/a").json() is None


def test_a_proxy_of_the_environment_is_used(http, loopback, reply, monkeypatch):
    monkeypatch.setenv("http_proxy", loopback.url)
    loopback.answer["http://forge.invalid/api/v3/a"] = reply(body={"through": "proxy"})
    assert http.get("http://forge.invalid/api/v3/a").json() == {"through": "proxy"}


PERSON = {
    "login": "ghost",
    "type": "User",
    "name": "A Person",
    "email": "person@mail.example",
    "bio": "words",
    "text": "write to person@mail.example",
    "ssh_url": "git@host.example:a/b.git",
    "labels": [{"name": "bug"}],
}


def keeping(tmp_path, clock, run_id="run"):
    return Http(clock=clock, keeper=PageKeeper(tmp_path / "pages", run_id, clock))


def test_kept_pages_replay_what_happened_in_its_order(loopback, reply, clock, tmp_path: Path):
    loopback.answer["/a"] = [reply(body={"n": 1}), reply(502), reply(body={"n": 2})]
    loopback.answer["/moved"] = reply(301, headers={"Location": "/b"})
    loopback.answer["/b"] = reply(body=[], headers={"Link": f'<{loopback.url}/c>; rel="next"'})
    live = keeping(tmp_path, clock)

    def story(http):
        first, second = http.get(f"{loopback.url}/a").json(), http.get(f"{loopback.url}/a").json()
        with pytest.raises(Gone):
            http.get(f"{loopback.url}/gone")
        moved = http.get(f"{loopback.url}/moved")
        posted = http.get(f"{loopback.url}/a").json()
        return first, second, moved.was_moved, moved.next_url, posted

    told = story(live)
    live.close()
    asked = len(loopback.asked)
    slept = len(clock.slept)
    assert story(Http(Replay(tmp_path / "pages"), clock=clock)) == told
    assert told[:2] == ({"n": 1}, {"n": 2})
    assert (len(loopback.asked), len(clock.slept)) == (asked, slept)


def test_what_was_never_asked_cannot_be_replayed(tmp_path, clock):
    with pytest.raises(Failed, match="not among the kept pages"):
        Http(Replay(tmp_path), clock=clock).get("http://forge.invalid/a")


def test_kept_pages_hold_no_person(loopback, reply, clock, tmp_path: Path):
    http = keeping(tmp_path, clock)
    loopback.answer["/a"] = reply(body=[PERSON])
    http.get(f"{loopback.url}/a")
    http.close()
    [path] = (tmp_path / "pages").rglob("*.json.gz")
    [kept] = json.loads(gzip.decompress(path.read_bytes()))["json"]
    assert kept == PERSON | {"name": "", "email": "", "bio": "", "text": "write to [mailbox]"}


def test_runs_are_replayed_apart_and_pages_expire(loopback, reply, clock, tmp_path: Path):
    for run_id, number in (("one", 1), ("two", 2)):
        http = keeping(tmp_path, clock, run_id)
        loopback.answer["/a"] = reply(body={"n": number})
        http.get(f"{loopback.url}/a")
        http.close()
    again = Http(Replay(tmp_path / "pages", "two"), clock=clock)
    assert again.get(f"{loopback.url}/a").json() == {"n": 2}
    assert expire_pages(tmp_path / "pages", today=date(2026, 1, 31), days=30) == 0
    assert expire_pages(tmp_path / "pages", today=date(2026, 2, 1), days=30) == 2


def test_every_shape_of_a_person_loses_its_name_and_an_organisation_keeps_it():
    people = [
        {"login": "x", "name": "A Person"},
        {"username": "x", "nick_name": "A Person", "name": "A Person"},
        {"name": "A Person", "email": "a@b.example", "date": "2026-01-01T00:00:00Z"},
        {"human_name": "A Person/repo", "path": "repo"},
    ]
    assert "A Person" not in str(redacted(people))
    maker = {"login": "maker", "type": "Organization", "name": "A Maker"}
    label = {"id": 1, "name": "bug"}
    assert redacted([maker, label]) == [maker, label]


def test_a_mailbox_is_found_wherever_a_word_begins_and_an_address_of_git_is_none():
    text = "write to a.b+c@d.example, -e@f.example or x@y; git@forge.example:o/r x.git@forge.example @z"
    kept = "write to [mailbox], -[mailbox] or x@y; git@forge.example:o/r [mailbox] @z"
    assert redacted(text) == kept


def test_a_remembered_answer_never_passes_for_todays(loopback, reply, tmp_path):
    """Where asking again fails, it fails: what was true then may not be now."""
    network = Network(tmp_path / "etags.sqlite", read_seconds=0.3)
    question = Question(url=f"{loopback.url}/stars")
    loopback.answer["/stars"] = reply(body=[1], headers={"ETag": '"1"', "Content-Type": "application/json"})
    assert network.send(question, None).json() == [1]
    for trouble in (reply(drop=True), reply(delay_seconds=0.6)):
        loopback.answer["/stars"] = trouble
        with pytest.raises(requests.RequestException):
            network.send(question, None)
    loopback.answer["/stars"] = reply(status=304)
    assert network.send(question, None).json() == [1]
    network.close()
