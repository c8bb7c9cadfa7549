"""Faults over real HTTP: each kind as a client meets it, by script, by rate, and over the admin endpoint."""

import json
import subprocess

import pytest
import requests

from sandbox import Faults, Sandbox, World

PATH = "/repositories/1910000001"
QUERY = """query Issues($first: Int!) { repository(owner: "%s", name: "%s") {
  issues(first: $first) { nodes { number } } } }"""


@pytest.fixture
def faulty():
    with Sandbox(World(count=2)) as served, requests.Session() as session:
        session.headers["Authorization"] = f"token {served.token}"

        def plan(*rules):
            served.faults.replan(rules=Faults.scripted(*rules).rules)
            return session

        yield served, plan


def _query(served, session, first=10):
    name = served.world.plans[1].full_name_at(served.world.until).split("/")
    body = {"query": QUERY % tuple(name), "variables": {"first": first}}
    return session.post(served.graphql_url, json=body, timeout=10)


def test_a_rule_strikes_as_often_as_it_says_and_then_no_more(faulty):
    served, plan = faulty
    session = plan({"path": r"/issues\?", "fault": "status", "status": 502, "after": 1, "times": 2})
    url = f"{served.api_url}{PATH}"
    assert session.get(url).status_code == 200
    assert [session.get(f"{url}/issues?state=all").status_code for _ in range(4)] == [200, 502, 502, 200]
    assert served.counters.as_json()["faults"] == 2


def test_dropped_and_cut_connections_are_connection_errors(faulty):
    served, plan = faulty
    session = plan({"fault": "drop", "times": 1}, {"fault": "cut", "times": 1})
    with pytest.raises(requests.ConnectionError):
        session.get(served.api_url + PATH)
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        session.get(served.api_url + PATH)
    assert session.get(served.api_url + PATH).status_code == 200


def test_truncated_json_is_a_whole_answer_that_cannot_be_read(faulty):
    served, plan = faulty
    answer = plan({"fault": "truncate", "times": 1}).get(served.api_url + PATH)
    assert answer.status_code == 200 and len(answer.content) == int(answer.headers["Content-Length"])
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.content)


def test_a_stall_outlasts_the_clients_patience_and_a_slow_answer_does_not(faulty):
    served, plan = faulty
    session = plan(
        {"fault": "stall", "seconds": 0.6, "times": 1}, {"fault": "slow", "seconds": 0.4, "times": 1}
    )
    with pytest.raises(requests.ReadTimeout):
        session.get(served.api_url + PATH, timeout=0.2)
    answer = session.get(served.api_url + PATH, timeout=2)
    assert answer.json()["id"] == 1910000001 and answer.elapsed.total_seconds() < 2


def test_limits_pages_of_html_and_retry_after(faulty):
    served, plan = faulty
    session = plan(
        {"fault": "primary_limit", "times": 1},
        {"fault": "secondary_limit", "retry_after": 7, "times": 1},
        {"fault": "html", "status": 502, "times": 1},
        {"fault": "status", "status": 429, "retry_after": 3, "times": 1},
    )
    primary, secondary, page, too_many = (session.get(served.api_url + PATH) for _ in range(4))
    assert (primary.status_code, primary.headers["X-RateLimit-Remaining"]) == (403, "0")
    assert (secondary.status_code, secondary.headers["Retry-After"]) == (403, "7")
    assert "secondary" in secondary.json()["message"]
    assert page.headers["Content-Type"] == "text/html" and page.status_code == 502
    assert (too_many.status_code, too_many.headers["Retry-After"]) == (429, "3")


def test_graphql_fails_with_200(faulty):
    served, plan = faulty
    session = plan(
        {"operation": "Issues", "fault": "resource_limits", "when_first_above": 50},
        {"operation": "Issues", "fault": "something_went_wrong", "times": 1},
        {"operation": "Issues", "fault": "null_nodes", "times": 1},
    )
    too_much = _query(served, session, first=100)
    assert too_much.status_code == 200
    assert too_much.json()["errors"][0]["type"] == "RESOURCE_LIMITS_EXCEEDED"
    wrong = _query(served, session).json()
    assert wrong["data"] is None and "Something went wrong" in wrong["errors"][0]["message"]
    nodes = _query(served, session).json()["data"]["repository"]["issues"]["nodes"]
    assert nodes[0] is None and len(nodes) == 10 and nodes[1]["number"] > 0
    assert _query(served, session).json()["data"]["repository"]["issues"]["nodes"][0]["number"] > 0


def _outcomes(seed):
    with Sandbox(World(count=2), faults=Faults(rate=0.2, seed=seed)) as served:
        outcomes = []
        for page in range(1, 101):
            try:
                answer = requests.get(
                    f"{served.api_url}{PATH}/issues?state=all&per_page=1&page={page}",
                    headers={"Authorization": "token demo-token-1"},
                    timeout=5,
                )
                outcomes.append((answer.status_code, len(answer.content)))
            except requests.exceptions.RequestException as error:
                outcomes.append((type(error).__name__, 0))
        return outcomes, served.counters.as_json()["faults"]


def test_random_faults_strike_at_their_rate_and_the_same_with_the_same_seed():
    first, struck = _outcomes(seed=4)
    again, _ = _outcomes(seed=4)
    other, _ = _outcomes(seed=5)
    assert 10 <= struck <= 32  # 20 of 100 expected
    assert [status for status, _ in first] == [status for status, _ in again]
    assert [status for status, _ in first] != [status for status, _ in other]


def test_a_struck_request_gets_through_in_the_end():
    with Sandbox(World(count=2), faults=Faults(rate=0.5, seed=1)) as served:
        got = set()
        for _ in range(40):
            try:
                got.add(requests.get(f"{served.api_url}/rate_limit", timeout=5).status_code)
            except requests.exceptions.RequestException:
                got.add(0)
        assert 200 in got and len(got) > 2


def test_faults_reach_git_clients_too(faulty, tmp_path):
    served, plan = faulty
    plan({"path": "git-upload-pack", "fault": "cut", "times": 1})
    name = served.world.plans[1].full_name_at(served.world.until)
    command = ["git", "clone", "-q", "--bare", f"{served.url}/{name}.git", str(tmp_path / "a.git")]
    assert subprocess.run(command, capture_output=True).returncode == 128
    assert subprocess.run(command, capture_output=True).returncode == 0


def test_the_admin_endpoint_plans_faults_moves_time_and_counts(faulty):
    served, _ = faulty
    admin = f"{served.url}/__sandbox__"
    rules = [{"path": PATH, "fault": "status", "status": 503, "times": 1}]
    assert requests.post(f"{admin}/faults", json={"rules": rules}, timeout=5).json() == {
        "rules": 1,
        "rate": 0.0,
    }
    assert requests.get(served.api_url + PATH, timeout=5).status_code == 503
    moved = requests.post(f"{admin}/until", json={"until": "2026-12-01T00:00:00Z"}, timeout=5).json()
    assert moved["until"] == "2026-12-01T00:00:00Z"
    counted = requests.get(f"{admin}/counters", timeout=5).json()
    assert (counted["requests"], counted["by_status"]) == (1, {"503": 1})
    assert requests.get(f"{admin}/requests", timeout=5).json()["requests"][0]["fault"] == "status"
    limits = requests.post(f"{admin}/limits", json={"preset": "real", "core_per_hour": 7}, timeout=5).json()
    assert (limits["core_per_hour"], limits["graphql_per_hour"]) == (7, 5_000)
    requests.post(f"{admin}/tokens", json={"add": "demo-poor", "limits": {"core": 0}}, timeout=5)
    poor = requests.get(served.api_url + PATH, headers={"Authorization": "token demo-poor"}, timeout=5)
    assert poor.status_code == 403
    requests.post(f"{admin}/tokens", json={"revoke": "demo-poor"}, timeout=5)
    poor = requests.get(served.api_url + PATH, headers={"Authorization": "token demo-poor"}, timeout=5)
    assert poor.status_code == 401
    assert requests.post(f"{admin}/reset", timeout=5).json()["requests"] == 0
    wrong = requests.post(f"{admin}/limits", json={"core_per_hours": 1}, timeout=5)
    assert wrong.status_code == 400 and "core_per_hours" in wrong.json()["message"]
