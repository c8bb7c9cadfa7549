"""Every row of the Gitee and GitCode servers is held against the published field lists."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox import Sandbox, World
from sandbox.http.limits import LimitSettings

CONTRACTS = Path(__file__).parents[2] / "contracts"


def _fields(file: str) -> dict[str, dict[str, str]]:
    models = json.loads((CONTRACTS / file).read_text())["models"]
    return {name: model.get("fields", model) for name, model in models.items()}


GITEE, GITCODE = _fields("gitee-v5-2026-fields.json"), _fields("gitcode-v5-models.json")
UNDESCRIBED = {"language", "merged_by", "note_id", "reply"}
"""What GitCode answers by its documentation and by recordings, and the models leave out."""

LISTS = (
    ("gitee", "/repos/{name}", "Project"),
    ("gitee", "/repos/{name}/issues?state=all", "Issue"),
    ("gitee", "/repos/{name}/pulls?state=all", "PullRequest"),
    ("gitee", "/repos/{name}/issues/comments", "Note"),
    ("gitee", "/repos/{name}/releases", "Release"),
    ("gitee", "/repos/{name}/forks", "Project"),
    ("gitee", "/orgs/{owner}/repos", "Project"),
    ("gitee", "/orgs/{owner}/issues?filter=all&state=all", "Issue"),
    ("gitee", "/repos/{name}/commits", "RepoCommit"),
    ("gitcode", "/repos/{name}/commits", "CommitSummary"),
    ("gitcode", "/repos/{name}", "Repository"),
    ("gitcode", "/repos/{name}/issues?state=all", "Issue"),
    ("gitcode", "/repos/{name}/pulls?state=all", "PullRequest"),
    ("gitcode", "/repos/{name}/issues/comments", "IssueComment"),
    ("gitcode", "/repos/{name}/releases", "Release"),
    ("gitcode", "/repos/{name}/forks", "Repository"),
    ("gitcode", "/orgs/{owner}/repos", "Repository"),
    ("gitcode", "/orgs/{owner}/issues?filter=all&state=all", "Issue"),
    ("gitcode", "/org/{owner}/pull_requests?state=all", "PullRequest"),
)
TYPES = {"int": int, "str": str, "bool": bool}


def _get(sandbox, client, forge: str, path: str, **names: str) -> requests.Response:
    base = sandbox.gitee_api_url if forge == "gitee" else sandbox.gitcode_api_url
    return client.get(base + path.format(**names), timeout=60)


def _mistakes(row: dict[str, Any], model: dict[str, str]) -> list[str]:
    """List the fields that the model does not have, and plain values of another type than its own."""
    wrong = [f"{name}: not in the contract" for name in row.keys() - model.keys() - UNDESCRIBED]
    for name, value in row.items():
        kind = model.get(name, "").removeprefix("Optional[").removesuffix("]")
        if (
            value is not None
            and kind in TYPES
            and not isinstance(value, dict)
            and type(value) is not TYPES[kind]
        ):
            wrong.append(f"{name}: {value!r} is no {kind}")
    return wrong


# GitCode's flags are written as 0 and 1 here and there, which its models take for an oddity of single fields.
LOOSE = {"prerelease", "fork", "html_url"}


@pytest.mark.parametrize(("forge", "path", "model"), LISTS)
def test_rows_keep_to_the_published_fields(sandbox, client, big, forge, path, model):
    answer = _get(sandbox, client, forge, path, name=big, owner=big.partition("/")[0])
    assert answer.status_code == 200
    body = answer.json()
    rows = body if isinstance(body, list) else [body]
    fields = (GITEE if forge == "gitee" else GITCODE)[model]
    wrong = {mistake for row in rows for mistake in _mistakes(row, fields)}
    assert rows
    assert {mistake for mistake in wrong if mistake.partition(":")[0] not in LOOSE} == set()


@pytest.mark.parametrize(
    ("forge", "model"), [("gitee", "PullRequestComments"), ("gitcode", "PullRequestComment")]
)
def test_comments_of_a_change_request_keep_to_the_published_fields(sandbox, client, big, forge, model):
    world = sandbox.world
    view = next(v for v in world.view(world.plans[0]).changes if len(v.comments) > 2)
    rows = _get(sandbox, client, forge, "/repos/{name}/pulls/{n}/comments", name=big, n=view.number).json()
    fields = (GITEE if forge == "gitee" else GITCODE)[model]
    assert {mistake for row in rows for mistake in _mistakes(row, fields)} == set()


@pytest.fixture
def strict() -> Iterator[Sandbox]:
    with Sandbox(World(count=3), limits=LimitSettings.real()) as served:
        yield served


def test_gitcode_takes_fifty_requests_a_minute(strict):
    headers = {"Authorization": f"Bearer {strict.token}"}
    name = strict.world.plans[1].full_name_at(strict.world.until)
    with requests.Session() as session:
        answers = [
            session.get(f"{strict.gitcode_api_url}/repos/{name}", headers=headers, timeout=60)
            for _ in range(51)
        ]
    assert [answer.status_code for answer in answers] == [200] * 50 + [429]
    assert set(answers[-1].json()) == {"error_code", "error_code_name", "error_message"}
    assert "X-RateLimit-Limit" not in answers[0].headers


def test_pages_are_linked_by_gitee_and_counted_by_gitcode(sandbox, client, big):
    gitee = _get(sandbox, client, "gitee", "/repos/{name}/pulls?state=all&per_page=100", name=big)
    gitcode = _get(sandbox, client, "gitcode", "/repos/{name}/pulls?state=all&per_page=100", name=big)
    total = len(sandbox.world.view(sandbox.world.plans[0]).changes)
    assert gitee.headers["total_count"] == gitcode.headers["total_count"] == str(total)
    assert gitcode.headers["total_page"] == str(-(-total // 100))
    assert 'rel="next"' in gitee.headers["Link"]
    assert "Link" not in gitcode.headers


@pytest.mark.parametrize(
    ("forge", "path", "status"),
    [
        ("gitcode", "/repos/{name}/pulls?sort=desc", 400),
        ("gitcode", "/repos/{name}/issues?sort=title", 400),
        ("gitcode", "/repos/{name}/forks?sort=desc", 400),
        ("gitcode", "/repos/{name}/pulls/comments", 400),
        ("gitee", "/repos/{name}/pulls?state=any", 400),
        ("gitee", "/repos/{name}/stargazers", 404),
        ("gitee", "/repos/{name}?access_token=x", 400),
        ("gitee", "/repos/nobody/nothing", 404),
    ],
)
def test_what_the_forges_refuse(sandbox, client, big, forge, path, status):
    answer = _get(sandbox, client, forge, path, name=big)
    assert answer.status_code == status
    assert set(answer.json()) <= {"message", "messages", "error_code", "error_code_name", "error_message"}


def test_an_unknown_token_is_refused(sandbox, big):
    answer = requests.get(
        f"{sandbox.gitee_api_url}/repos/{big}", headers={"Authorization": "Bearer no"}, timeout=10
    )
    assert answer.status_code == 401


def test_gitcode_knows_one_person_by_two_ids(sandbox, client, big):
    star = _get(sandbox, client, "gitcode", "/repos/{name}/stargazers", name=big).json()[0]
    issue = _get(sandbox, client, "gitcode", "/repos/{name}/issues?state=all", name=big).json()[0]
    assert isinstance(star["id"], int)
    assert star["starred_at"].endswith("+08:00")
    assert len(issue["user"]["id"]) == 24


def test_only_count_gives_totals_instead_of_rows(sandbox, client, big):
    totals = _get(sandbox, client, "gitcode", "/repos/{name}/pulls?only_count=true", name=big).json()
    assert set(totals) == GITCODE["PullRequestCount"].keys()
    assert totals["all"] == totals["opened"] + totals["closed"] + totals["merged"]


@pytest.mark.parametrize("forge", ["gitee", "gitcode"])
def test_an_organisation_shows_ones_own_issues_unless_asked_for_all(sandbox, client, big, forge):
    owner, world = big.partition("/")[0], sandbox.world
    rows = _get(sandbox, client, forge, "/orgs/{owner}/repos?per_page=100", owner=owner).json()
    listed = {row["full_name"] for row in rows}
    plans = [plan for plan in world.plans if plan.full_name_at(world.until) in listed]
    issues = [issue for plan in plans for issue in world.view(plan).issues]
    someone = next(issue.assignees[0] for issue in issues if issue.assignees)
    sandbox.tokens.add("of-someone", login=someone.login)
    assigned = sum(someone in issue.assignees for issue in issues)
    created = sum(issue.author == someone for issue in issues)
    totals = {
        "": assigned,
        "&filter=assigned": assigned,
        "&filter=created": created,
        "&filter=all": len(issues),
    }
    path = "/orgs/{owner}/issues?state=all&per_page=1"
    with requests.Session() as asker:
        asker.headers["Authorization"] = "Bearer of-someone"
        found = {each: _get(sandbox, asker, forge, path + each, owner=owner).headers for each in totals}
    assert {each: int(headers["total_count"]) for each, headers in found.items()} == totals
    assert 0 < assigned < len(issues)


@pytest.mark.parametrize(
    ("path", "field", "is_descending"),
    [
        ("/issues?state=all&sort=updated&direction=desc", "updated_at", True),
        ("/issues?state=all&sort=created&direction=asc", "created_at", False),
        ("/issues?state=all&order_by=updated_at&sort=desc", "updated_at", True),
        ("/issues?state=all&order_by=created_at&sort=asc", "created_at", False),
        ("/issues/comments?", "created_at", False),
        ("/issues/comments?sort=updated&direction=desc", "updated_at", True),
        ("/releases?", "created_at", False),
        ("/releases?direction=desc", "created_at", True),
        ("/forks?sort=newest", "created_at", True),
        ("/forks?sort=oldest", "created_at", False),
    ],
)
def test_gitcode_sorts_as_it_documents_and_as_was_observed(sandbox, client, big, path, field, is_descending):
    rows = _get(sandbox, client, "gitcode", "/repos/{name}" + path + "&per_page=100", name=big).json()
    times = [datetime.fromisoformat(row[field]) for row in rows]
    assert times == sorted(times, reverse=is_descending)
    assert len(set(times)) > 1


def test_gitcode_s_lists_leave_out_what_recorded_ones_leave_out(sandbox, client, big):
    pulls = _get(sandbox, client, "gitcode", "/repos/{name}/pulls?state=all", name=big).json()
    issues = _get(sandbox, client, "gitcode", "/repos/{name}/issues?state=all", name=big).json()
    assert not {"changes_count", "merge_commit_sha"} & {field for row in pulls for field in row}
    assert not any("type" in (row["user"] or {}) for row in [*pulls, *issues])
    repository = _get(sandbox, client, "gitcode", "/repos/{name}", name=big).json()
    assert repository["owner"]["type"] == "User"
