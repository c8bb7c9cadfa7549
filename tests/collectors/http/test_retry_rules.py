"""Retries and outcomes: what comes back from the wire decides, and time is only spent where it helps."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from collectors.http.client import Http
from collectors.http.retry_rules import RULES
from collectors.http.transport import Network
from collectors.http.waiting import Breaker, WaitingBudget
from collectors.protocol import Failed, Forbidden, Gone, NoToken, RateLimited, Unreachable

CLOSED_PORT = "http://127.0.0.1:9/"


def ask(http, loopback, path="/a"):
    return http.get(loopback.url + path)


def test_every_rule_is_named_and_explained():
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.reason and rule.tries > 1 for rule in RULES)


@pytest.mark.parametrize(
    ("trouble", "waits"),
    [
        ({"status": 502}, [2.0, 4.0]),
        ({"status": 500, "body": {"message": "oops"}}, [2.0, 4.0]),
        ({"status": 503, "headers": {"Retry-After": "7"}}, [7.0, 7.0]),
        ({"status": 202}, [2.0, 4.0]),
        ({"drop": True}, [1.0, 2.0]),
        ({"body": '{"whole": true}', "cut": 5}, [1.0, 2.0]),
        ({"body": '{"whole": tr'}, [1.0, 2.0]),
        ({"body": "<html>portal</html>"}, [1.0, 2.0]),
        ({"status": 429}, [60.0, 120.0]),
        ({"status": 403, "headers": {"Retry-After": "30"}}, [30.0, 30.0]),
        ({"status": 403, "body": {"message": "You have exceeded a secondary rate limit."}}, [60.0, 120.0]),
        ({"status": 418, "body": {"error_message": "suspected unsafe"}}, [60.0, 120.0]),
        (
            {"body": {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}},
            [60.0, 120.0],
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_passes_is_tried_again(http, loopback, reply, clock, trouble, waits):
    loopback.answer["/a"] = [reply(**trouble), reply(**trouble), reply(body={"whole": True})]
    answer = ask(http, loopback)
    assert answer.json() == {"whole": True}
    assert answer.request_count == 3
    assert clock.slept == waits


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (400, Failed),
        (401, NoToken),
        (403, Forbidden),
        (404, Gone),
        (409, Failed),
        (410, Gone),
        (422, Failed),
        (451, Gone),
    ],
)
def test_what_does_not_pass_is_an_outcome_at_once(http, loopback, reply, clock, status, outcome):
    loopback.answer["/a"] = reply(status, body={"message": "no"})
    with pytest.raises(outcome):
        ask(http, loopback)
    assert len(loopback.asked) == 1
    assert clock.slept == []


def test_a_server_that_stays_down_is_unreachable_in_the_end(http, loopback, reply, clock):
    loopback.answer["/a"] = reply(502)
    with pytest.raises(Unreachable, match="HTTP 502"):
        ask(http, loopback)
    assert clock.slept == [2.0, 4.0, 8.0, 16.0]


def test_a_server_that_stalls_is_unreachable(loopback, reply, clock):
    http = Http(Network(read_seconds=0.05), clock=clock)
    loopback.answer["/a"] = reply(delay_seconds=0.2)
    with pytest.raises(Unreachable, match="no answer within the time"):
        ask(http, loopback)
    assert clock.slept == [5.0, 10.0]
    http.close()


def test_a_primary_limit_is_waited_out_by_the_servers_clock(http, loopback, reply, clock):
    server_now = datetime(2030, 6, 1, 12, 0, tzinfo=UTC)  # ours says 2026: it must not matter
    limit = {
        "X-RateLimit-Limit": "60",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(int((server_now + timedelta(seconds=90)).timestamp())),
        "Date": format_datetime(server_now, usegmt=True),
    }
    loopback.answer["/a"] = [
        reply(403, body={"message": "API rate limit exceeded"}, headers=limit),
        reply(body={}),
    ]
    ask(http, loopback)
    assert clock.slept == [90.0]


def test_retry_after_may_be_a_date(http, loopback, reply, clock):
    date = datetime(2026, 1, 1, tzinfo=UTC)
    headers = {
        "Date": format_datetime(date, usegmt=True),
        "Retry-After": format_datetime(date + timedelta(seconds=45), usegmt=True),
    }
    loopback.answer["/a"] = [reply(429, headers=headers), reply(body={})]
    ask(http, loopback)
    assert clock.slept == [45.0]


def test_a_wait_beyond_the_budget_stops_the_work_instead(loopback, reply, clock):
    http = Http(clock=clock, waiting=WaitingBudget(clock, seconds=100))
    loopback.answer["/a"] = [
        reply(429, headers={"Retry-After": "60"}),
        reply(429, headers={"Retry-After": "61"}),
    ]
    with pytest.raises(RateLimited, match="goes on from its cursor after 2026-01-01 00:02:01 UTC") as caught:
        ask(http, loopback)
    assert clock.slept == [60.0]
    assert caught.value.until == datetime(2026, 1, 1, 0, 2, 1, tzinfo=UTC)
    http.close()


def test_a_reset_in_a_far_future_is_a_clock_gone_wrong(loopback, reply, clock):
    http = Http(clock=clock, waiting=WaitingBudget(clock, seconds=5000))
    limit = {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "60", "X-RateLimit-Reset": "99999999999"}
    loopback.answer["/a"] = [reply(403, headers=limit), reply(body={})]
    ask(http, loopback)
    assert clock.slept == [3700.0]
    http.close()


def test_a_host_that_is_down_is_found_out_once(http, clock):
    for _ in range(3):
        with pytest.raises(Unreachable):
            http.get(CLOSED_PORT)
    assert http.request_count == 2  # one try, one more, and never again
    clock.sleep(301)
    with pytest.raises(Unreachable, match="no connection"):
        http.get(CLOSED_PORT)
    assert http.request_count == 3  # the probe


def test_a_host_that_answers_errors_is_left_alone_after_three_requests(loopback, reply, clock):
    http = Http(clock=clock, breaker=Breaker(clock, failures=3, rest_seconds=60))
    loopback.answer["/a"] = reply(500)
    for _ in range(3):
        with pytest.raises(Unreachable):
            ask(http, loopback)
    asked = len(loopback.asked)
    with pytest.raises(Unreachable, match="left alone for another 60 s"):
        ask(http, loopback)
    assert len(loopback.asked) == asked
    loopback.answer["/a"] = reply(body={})
    clock.sleep(61)
    assert ask(http, loopback).status == 200
    assert ask(http, loopback).status == 200
    http.close()


def test_a_missing_page_does_not_open_the_breaker(http, loopback):
    for _ in range(5):
        with pytest.raises(Gone):
            ask(http, loopback)
    assert len(loopback.asked) == 5


def test_a_redirect_to_a_dead_host_does_not_condemn_the_one_that_was_asked(http, loopback, reply):
    loopback.answer["/a"] = reply(301, headers={"Location": CLOSED_PORT})
    loopback.answer["/b"] = reply(body={})
    with pytest.raises(Unreachable):
        ask(http, loopback)
    assert ask(http, loopback, "/b").status == 200
