"""Rate limits with a clock of our own: buckets per user, the secondary limits, and GitHub's real bodies."""

import base64
import http.client
import threading

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from github import Auth, GithubIntegration

from sandbox import Faults, LimitSettings, Sandbox, World
from sandbox.http.limits import Holder, Limits


class Clock:
    """A clock that moves when told."""

    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limited(clock):
    settings = LimitSettings(core_per_hour=3, graphql_per_hour=3, anonymous_per_hour=1, search_per_minute=1)
    with Sandbox(World(count=2), limits=settings, clock=clock) as served:
        yield served


def _get(served, path="/repositories/1910000001", token="demo-token-1"):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(served.api_url + path, headers=headers, timeout=10)


def _query(served, token="demo-token-1"):
    body = {"query": "{ rateLimit { remaining } }"}
    headers = {"Authorization": f"Bearer {token}"}
    return requests.post(served.graphql_url, json=body, headers=headers, timeout=10)


def test_the_hourly_limit_runs_out_and_comes_back(limited, clock):
    remaining = [int(_get(limited).headers["X-RateLimit-Remaining"]) for _ in range(3)]
    assert remaining == [2, 1, 0]
    refused = _get(limited)
    assert refused.status_code == 403 and refused.headers["X-RateLimit-Remaining"] == "0"
    assert refused.json()["message"].startswith("API rate limit exceeded for user ID ")
    assert refused.headers["X-RateLimit-Reset"] == str(int(clock.now) + 3_600)
    clock.now += 3_600
    assert _get(limited).headers["X-RateLimit-Remaining"] == "2"


def test_buckets_are_per_user_and_per_resource(limited):
    limited.tokens.add("demo-second-token", same_user_as="demo-token-1")
    for token in ("demo-token-1", "demo-second-token", "demo-token-1"):
        assert _get(limited, token=token).status_code == 200
    assert _get(limited, token="demo-second-token").status_code == 403
    assert _get(limited, token="demo-token-2").status_code == 200
    assert _get(limited, "/search/repositories?q=demo").status_code == 200
    assert _query(limited).json()["data"]["rateLimit"]["remaining"] == 2


def test_an_exhausted_graphql_limit_is_200_with_an_error(limited):
    for _ in range(3):
        assert "errors" not in _query(limited).json()
    refused = _query(limited)
    assert (refused.status_code, refused.headers["X-RateLimit-Remaining"]) == (200, "0")
    assert refused.json()["errors"][0]["type"] == "RATE_LIMIT"
    assert "data" not in refused.json()


def test_rate_limit_costs_nothing_and_anonymous_clients_have_little(limited):
    assert [_get(limited, "/rate_limit").json()["resources"]["core"]["used"] for _ in range(5)] == [0] * 5
    assert _get(limited, token=None).status_code == 200
    refused = _get(limited, token=None)
    assert refused.status_code == 403 and "Authenticated requests get a higher rate limit" in refused.text


def test_unknown_and_revoked_tokens_are_401(limited):
    assert _get(limited, token="nonsense").json()["message"] == "Bad credentials"
    assert _get(limited).status_code == 200
    limited.tokens.revoke("demo-token-1")
    assert _get(limited).status_code == 401
    assert (
        requests.post(limited.graphql_url, json={"query": "{ viewer { login } }"}, timeout=5).status_code
        == 401
    )


def test_too_many_points_a_minute_is_a_secondary_limit(clock):
    settings = LimitSettings(rest_points_per_minute=2, graphql_points_per_minute=1)
    with Sandbox(World(count=2), limits=settings, clock=clock) as served:
        assert [_get(served).status_code for _ in range(3)] == [200, 200, 403]
        refused = _get(served)
        assert refused.json()["message"].startswith("You have exceeded a secondary rate limit")
        assert refused.headers["Retry-After"] == "60"
        assert int(refused.headers["X-RateLimit-Remaining"]) > 0  # what tells it from the primary limit
        assert [_query(served).status_code for _ in range(2)] == [200, 403]
        clock.now += 61
        assert _get(served).status_code == 200
        served.limits.settings.retry_after_seconds = None
        _get(served)
        assert "Retry-After" not in _get(served).headers


def test_too_many_requests_at_once_are_refused(clock):
    limits = Limits(LimitSettings(concurrent_requests=2), clock)
    holder, results = Holder(1, "someone"), []
    barrier = threading.Barrier(3)

    def enter():
        barrier.wait()
        results.append(limits.enter(holder))

    threads = [threading.Thread(target=enter) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [False, True, True]
    limits.leave(holder)
    assert limits.enter(holder)


def test_the_real_limits_are_the_published_ones():
    real = LimitSettings.real()
    assert (real.core_per_hour, real.graphql_per_hour, real.anonymous_per_hour) == (5_000, 5_000, 60)
    assert (real.rest_points_per_minute, real.graphql_points_per_minute) == (900, 2_000)
    assert real.concurrent_requests == 100
    assert (real.cpu_seconds_per_minute, real.graphql_cpu_seconds_per_minute) == (90, 60)


def _private_key():
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def test_an_app_exchanges_its_claim_for_a_token_of_its_installation(limited):
    with GithubIntegration(auth=Auth.AppAuth(1, _private_key()), base_url=limited.api_url) as integration:
        installations = list(integration.get_installations())
        token = integration.get_access_token(installations[0].id).token
    answer = _get(limited, token=token)
    assert answer.headers["X-RateLimit-Limit"] == "12500"
    assert _get(limited, "/user", token=token).status_code == 403


def test_a_claim_that_is_none_or_over_is_refused(limited):
    url = f"{limited.api_url}/app/installations/77/access_tokens"
    over = base64.urlsafe_b64encode(b'{"iss": "1", "exp": 1}').decode()
    for claim in ("no-claim", "head.claim.signature", f"head.{over}.signature"):
        refused = requests.post(url, headers={"Authorization": f"Bearer {claim}"}, timeout=5)
        assert refused.status_code == 401


def test_user_says_whose_token_it_is(limited):
    limited.tokens.add("demo-second-token", same_user_as="demo-token-1")
    users = [
        _get(limited, "/user", token=token).json()["login"] for token in ("demo-token-1", "demo-second-token")
    ]
    assert users[0] == users[1] and users[0].startswith("demo-")
    assert _get(limited, "/user", token=None).status_code == 401


def test_every_request_needs_a_user_agent(limited):
    connection = http.client.HTTPConnection("127.0.0.1", int(limited.url.rsplit(":", 1)[1]), timeout=5)
    connection.request("GET", "/api/v3/rate_limit", headers={"Authorization": "Bearer demo-token-1"})
    assert connection.getresponse().status == 403
    connection.close()


def test_too_much_cpu_time_a_minute_is_a_secondary_limit_that_heavy_queries_meet_first(clock):
    settings = LimitSettings(cpu_seconds_per_minute=0.21, graphql_cpu_seconds_per_minute=0.12)
    with Sandbox(World(count=2), limits=settings, clock=clock) as served:
        assert [_query(served).status_code for _ in range(3)] == [200, 200, 403]  # 0.05 s each
        assert [_get(served).status_code for _ in range(3)] == [200, 200, 403]
        assert _get(served).json()["message"].startswith("You have exceeded a secondary rate limit")
        assert _get(served, token="demo-token-2").status_code == 200
        clock.now += 61
        owner, _, name = served.world.plans[0].full_name_at(served.world.until).partition("/")
        issues = "issues(first: 100) { nodes { id } }"
        heavy = f'{{ repository(owner: "{owner}", name: "{name}") {{ {issues} }} }}'
        headers = {"Authorization": "Bearer demo-token-1"}
        answers = [
            requests.post(served.graphql_url, json={"query": heavy}, headers=headers, timeout=10)
            for _ in range(2)
        ]
        assert [answer.status_code for answer in answers] == [200, 403]  # 0.1 s each: a hundred nodes


def test_a_timeout_costs_points_beyond_its_own(clock):
    settings = LimitSettings(graphql_per_hour=10, core_per_hour=10, timeout_points=4)
    faults = Faults.scripted({"fault": "status", "status": 502, "times": 2})
    with Sandbox(World(count=2), limits=settings, faults=faults, clock=clock) as served:
        assert (_query(served).status_code, _get(served).status_code) == (502, 502)
        assert _query(served).headers["X-RateLimit-Remaining"] == "5"
        assert _get(served).headers["X-RateLimit-Remaining"] == "5"
