"""The sandbox under clients that it was not written for, nonsense included, and as a process of its own."""

import json
import re
import subprocess
import sys

import pytest
import requests
from github import Auth, Github, UnknownObjectException
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

NONSENSE = st.one_of(
    st.text(max_size=12),
    st.integers().map(str),
    st.sampled_from(
        ["", "0", "-1", "999999999999", "all", "2026-01-01T00:00:00Z", "asc", "null", "Y3Vyc29y"]
    ),
)
PARAMETERS = (
    "page",
    "per_page",
    "after",
    "before",
    "since",
    "until",
    "state",
    "sort",
    "direction",
    "q",
    "type",
)
PATHS = (
    "/repos/{name}/issues",
    "/repos/{name}/pulls",
    "/repos/{name}/issues/comments",
    "/repos/{name}/commits",
    "/repos/{name}/stargazers/history",
    "/repos/{name}/forks",
    "/repos/{name}/issues/{anything}",
    "/repos/{name}/pulls/{anything}/reviews",
    "/repos/{anything}/{anything}",
    "/repositories/{anything}",
    "/users/{anything}",
    "/orgs/{anything}/repos",
    "/search/issues",
    "/search/repositories",
)


def test_pygithub_reads_lists_and_details_to_the_end(sandbox):
    plan = sandbox.world.plans[2]
    view = sandbox.world.view(plan)
    with Github(base_url=sandbox.api_url, auth=Auth.Token(sandbox.token), per_page=100, retry=None) as github:
        repository = github.get_repo(plan.full_name_at(sandbox.world.until))
        assert repository.id == plan.repository_id
        numbers = [
            issue.number for issue in repository.get_issues(state="all", sort="created", direction="asc")
        ]
        assert numbers == [thread.number for thread in view.threads]
        change = next(thread for thread in view.changes if thread.reviews)
        pull = repository.get_pull(change.number)
        assert pull.additions == change.thread.change.additions
        assert [review.state for review in pull.get_reviews()] == [review.state for review in change.reviews]
        assert [commit.sha for commit in pull.get_commits()] == list(change.thread.change.commit_shas)
        assert len(list(repository.get_releases())) == len(view.releases)
        with pytest.raises(UnknownObjectException):
            repository.get_stargazers()[0]


def test_pygithub_follows_a_rename(sandbox):
    plan = next(plan for plan in sandbox.world.plans if plan.hazard == "renamed")
    _, owner, name = plan.names[0]
    with Github(base_url=sandbox.api_url, auth=Auth.Token(sandbox.token), retry=None) as github:
        assert github.get_repo(f"{owner.login}/{name}").full_name == f"{owner.login}/{name}-next"


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PATHS),
    anything=st.text(
        alphabet=st.characters(codec="utf-8", exclude_characters="/?#%"), min_size=1, max_size=9
    ),
    query=st.dictionaries(st.sampled_from(PARAMETERS), NONSENSE, max_size=4),
)
def test_no_nonsense_breaks_the_rest_side(sandbox, client, path, anything, query):
    name = sandbox.world.plans[40].full_name_at(sandbox.world.until)
    url = sandbox.api_url + path.format(name=name, anything=requests.utils.quote(anything, safe=""))
    answer = client.get(url, params=query, timeout=10)
    assert answer.status_code in (200, 202, 204, 301, 404, 410, 422), answer.text
    assert answer.status_code == 204 or answer.json() is not None


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"not json", 400, "Problems parsing JSON"),
        (b"[]", 400, "A query attribute must be specified"),
        (b'{"query": 3}', 400, "A query attribute must be specified"),
        (b'{"query": "{"}', 200, "Syntax Error"),
        (b'{"query": "{ nothing }"}', 200, "Field 'nothing' doesn't exist on type 'Query'"),
        (b'{"query": "query A { viewer { login } }", "operationName": "B"}', 200, "No operation named"),
        (
            b'{"query": "query($n: Int!) { viewer { issues(first: $n) { totalCount } } }"}',
            200,
            "non-null type",
        ),
        (b'{"query": "{ node(id: \\"I_kwMQ\\") { id } }"}', 200, "Could not resolve to a node"),
        (b'{"query": "{ node(id: \\"PRR_kwMTkxMDAwMDAwMC54Lnk\\") { id } }"}', 200, "Could not resolve"),
        (
            b'{"query": "{ viewer { issues(first: 1) { totalCount } '
            b'repositories(first: 1, after: \\"Y3Vyc29yOnYyOng\\") { nodes { id } } } }"}',
            200,
            "valid cursor",
        ),
        (
            b'{"query": "{ viewer { repositories(first: 1, after: \\"bm9uc2Vuc2U\\") { nodes { id } } } }"}',
            200,
            "valid cursor",
        ),
    ],
)
def test_no_nonsense_breaks_the_graphql_side(sandbox, client, body, status, message):
    answer = client.post(sandbox.graphql_url, data=body, timeout=10)
    assert answer.status_code == status and message in answer.text


def test_python_m_sandbox_serves_and_ends_when_interrupted(tmp_path):
    rules = tmp_path / "faults.json"
    rules.write_text('[{"path": "/languages", "fault": "status", "status": 503}]')
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--scale", "0.1", "--faults", str(rules)]
    command += ["--config", str(tmp_path / "config"), "--announce", str(tmp_path / "told.json")]
    with subprocess.Popen(
        [*command, "--limits", "real"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(4)]
        # 6 of the world, 12 that the manifest names, 2 that are told by, 3 beside, 2 mirrors
        assert "演示世界 demonstration world: 25 repositories as of 2026-11-20" in printed[0]
        api = re.search(r"GitHub REST (\S+)", printed[1])[1]
        quota = requests.get(f"{api}/rate_limit", headers={"Authorization": "token demo-token-1"}, timeout=10)
        assert quota.json()["resources"]["core"]["limit"] == 5_000
        assert requests.get(f"{api}/repositories/1910000001/languages", timeout=10).status_code == 503
        told = json.loads((tmp_path / "told.json").read_text())
        assert (told["world_id"], told["base_urls"]["github"] + "/api/v3") == ("demo", api)
        assert set(told["environment"]) >= {"GITHUB_TOKEN", "PIP_INDEX_URL", "npm_config_registry"}
        assert (tmp_path / "config" / "settings.toml").exists()
        process.terminate()
        assert process.wait(timeout=10) in (0, -15)
