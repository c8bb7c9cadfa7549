"""Tokens: pooled by user, one request in flight each, parked at the floor, and never seen anywhere."""

import gzip
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from collectors.clock import SystemClock
from collectors.http.client import forge_http
from collectors.http.recorded_pages import PageKeeper
from collectors.http.tokens import Credential
from collectors.http.transport import Network
from collectors.protocol import CollectError, NoToken, RateLimited

SECRET = "ghp_SecretSecretSecret0123456789"


def token(text, user=None):
    return Credential(label=f"TOKENS {text[-1]}", secret=lambda: text, user=user)


def client(loopback, clock, *credentials, seconds=10_000.0, **more):
    return forge_http(f"{loopback.url}/api", credentials, clock, waiting_seconds=seconds, **more)


def quota(remaining, limit=1000, resource="core", reset=1767225600 + 600):  # ten minutes after the fake start
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": str(reset),
        "X-RateLimit-Resource": resource,
        "Date": "Thu, 01 Jan 2026 00:00:00 GMT",
    }


def senders(loopback):
    return [asked.headers.get("Authorization", "nobody")[-1] for asked in loopback.asked]


def test_the_token_goes_into_the_header_of_its_own_host_only(loopback, reply, clock):
    http = client(loopback, clock, token("T1"))
    other = loopback.url.replace("127.0.0.1", "localhost")
    loopback.answer["/a"] = reply(301, headers={"Location": f"{other}/b"})
    loopback.answer["/b"] = reply(body={})
    http.get(f"{loopback.url}/a")
    http.get(f"{other}/b")
    assert [asked.headers.get("Authorization") for asked in loopback.asked] == ["Bearer T1", None, None]
    http.close()


def test_netrc_does_not_replace_the_token(loopback, reply, clock, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login someone password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    http = client(loopback, clock, token("T1"))
    loopback.answer["/a"] = reply(301, headers={"Location": "/b"})
    loopback.answer["/b"] = reply(body={})
    http.get(f"{loopback.url}/a")
    assert [asked.headers["Authorization"] for asked in loopback.asked] == ["Bearer T1", "Bearer T1"]
    http.close()


def test_the_token_with_most_left_is_used_and_rests_at_the_floor(loopback, reply, clock):
    left = {"1": 22, "2": 25}

    def rule(asked):
        name = asked.headers["Authorization"][-1]
        left[name] -= 1
        return reply(body={}, headers=quota(left[name]))

    loopback.answer["/a"] = rule
    http = client(loopback, clock, token("T1"), token("T2"), seconds=0)
    for _ in range(7):
        http.get(f"{loopback.url}/a")
    assert left == {"1": 20, "2": 20}  # the floor is two hundredths of 1000
    with pytest.raises(RateLimited, match="every token rests"):
        http.get(f"{loopback.url}/a")
    assert len(loopback.asked) == 7
    http.close()


def test_buckets_are_counted_apart(loopback, reply, clock):
    http = client(loopback, clock, token("T1"), seconds=0)
    loopback.answer["/rest"] = reply(body={}, headers=quota(1))
    loopback.answer["/graphql"] = reply(body={}, headers=quota(900, resource="graphql"))
    http.get(f"{loopback.url}/rest")
    assert http.post_json(f"{loopback.url}/graphql", {}, bucket="graphql").quota_remaining == 900
    with pytest.raises(RateLimited):
        http.get(f"{loopback.url}/rest")
    http.close()


def test_a_parked_bucket_is_used_again_after_its_reset(loopback, reply, clock):
    http = client(loopback, clock, token("T1"))
    loopback.answer["/a"] = [reply(body={}, headers=quota(3)), reply(body={})]
    http.get(f"{loopback.url}/a")
    http.get(f"{loopback.url}/a")
    assert clock.slept == [600.0]
    http.close()


def test_a_primary_limit_moves_on_to_the_next_token(loopback, reply, clock):
    def rule(asked):
        if asked.headers["Authorization"] == "Bearer T1":
            return reply(403, body={"message": "API rate limit exceeded"}, headers=quota(0))
        return reply(body={}, headers=quota(900))

    loopback.answer["/a"] = rule
    http = client(loopback, clock, token("T1"), token("T2"))
    for _ in range(3):
        http.get(f"{loopback.url}/a")
    assert senders(loopback).count("1") == 1
    assert clock.slept == []
    http.close()


def test_a_secondary_limit_rests_the_whole_token(loopback, reply, clock):
    http = client(loopback, clock, token("T1"))
    loopback.answer["/a"] = [reply(403, body={"message": "secondary rate limit"}), reply(body={})]
    loopback.answer["/graphql"] = reply(body={})
    http.get(f"{loopback.url}/a")
    assert clock.slept == [60.0]
    http.close()


def test_a_refused_token_is_left_out_and_named(loopback, reply, clock, caplog):
    def rule(asked):
        return reply(401) if asked.headers["Authorization"] == "Bearer T1" else reply(body={})

    loopback.answer["/a"] = rule
    http = client(loopback, clock, token("T1"), token("T2"))
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            http.get(f"{loopback.url}/a")
    assert senders(loopback).count("1") <= 1
    assert "TOKENS 1 was refused" in caplog.text
    http.close()


def test_all_tokens_refused_is_no_token(loopback, reply, clock):
    loopback.answer["/a"] = reply(401)
    http = client(loopback, clock, token("T1"), token("T2"))
    for _ in range(2):
        with pytest.raises(NoToken, match=r"no valid token; set the variable"):
            http.get(f"{loopback.url}/a")
    assert len(loopback.asked) == 2
    http.close()


def test_nobody_may_read_but_not_query(loopback, reply, clock):
    http = client(loopback, clock)
    loopback.answer["/a"] = reply(body={})
    assert http.get(f"{loopback.url}/a").status == 200
    with pytest.raises(NoToken):
        http.post_json(f"{loopback.url}/graphql", {}, bucket="graphql")
    assert len(loopback.asked) == 1
    http.close()


def test_tokens_of_one_user_are_one_quota(loopback, reply, clock):
    loopback.answer["/a"] = reply(body={}, headers=quota(500))
    http = client(loopback, clock, token("T1", "octo"), token("T2", "octo"), token("T3", "cat"))
    for _ in range(6):
        http.get(f"{loopback.url}/a")
    assert set(senders(loopback)) == {"1", "3"}
    loopback.answer["/a"] = lambda asked: reply(
        401 if asked.headers["Authorization"][-1] == "1" else 200, body={}
    )
    for _ in range(6):
        http.get(f"{loopback.url}/a")
    assert "2" in senders(loopback)  # the spare, once the first was refused
    http.close()


def test_one_request_is_in_flight_per_token(loopback, reply):
    clock, lock = SystemClock(), threading.Lock()
    running = {"1": 0, "2": 0}
    most = {"1": 0, "2": 0}

    def rule(asked):
        name = asked.headers["Authorization"][-1]
        with lock:
            running[name] += 1
            most[name] = max(most[name], running[name])
        time.sleep(0.01)
        with lock:
            running[name] -= 1
        return reply(body={})

    loopback.answer["/a"] = rule
    http = client(loopback, clock, token("T1"), token("T2"))
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: http.get(f"{loopback.url}/a"), range(24)))
    assert most == {"1": 1, "2": 1}
    http.close()


def test_the_pace_keeps_requests_of_a_token_apart(loopback, reply, clock):
    http = client(loopback, clock, token("T1"), pace_seconds=1.2)
    loopback.answer["/a"] = reply(body={})
    for _ in range(3):
        http.get(f"{loopback.url}/a")
    assert clock.slept == [pytest.approx(1.2), pytest.approx(1.2)]
    http.close()


def test_the_token_is_nowhere_to_be_found(loopback, reply, clock, tmp_path: Path, caplog, capfd):
    """The server echoes the token in every way that it can; nothing that we write may hold it."""
    echo = {"Link": f'<{loopback.url}/next?access_token={SECRET}>; rel="next"', "ETag": f'"{SECRET}"'}
    loopback.answer["/echo"] = lambda asked: reply(body={"you": asked.headers["Authorization"]}, headers=echo)
    loopback.answer["/next"] = reply(502, body={"message": f"Bearer {SECRET} made me fail"})
    loopback.answer["/no"] = reply(403, body={"message": SECRET})
    loopback.answer["/limited"] = reply(429, headers={"Retry-After": "3"})
    pages = PageKeeper(tmp_path / "pages", "run", clock)
    http = client(loopback, clock, token(SECRET), transport=Network(tmp_path / "etags.sqlite"), keeper=pages)
    said = []
    with caplog.at_level(logging.DEBUG):
        for path in ("/echo", "/no", "/limited", "/lost"):
            try:
                for answer in http.pages(loopback.url + path):
                    said.append(answer.status)
            except CollectError as error:
                said.append(f"{error} {error!r} {error.__cause__!r}")
    http.close()
    assert loopback.asked[0].headers["Authorization"] == f"Bearer {SECRET}"
    assert len(said) == 5
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    pages_kept = [gzip.decompress(path.read_bytes()) for path in tmp_path.rglob("*.gz")]
    assert len(pages_kept) == 5
    written += b"".join(pages_kept)
    captured = capfd.readouterr()
    everything = f"{said} {caplog.text} {captured.out} {captured.err} {token(SECRET)!r}"
    assert SECRET not in everything
    assert SECRET.encode() not in written
