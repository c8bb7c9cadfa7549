"""Recorded reality: real exchanges with GitHub that PyGithub publishes in its source archive.

The archive is downloaded from the user's own package index when the tests first run, and nothing of it is
kept in the repository. It holds REST for the most part; no real answer to our GraphQL queries is at hand.
"""

import ast
import json
import tarfile
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pytest
import requests
from pypi_simple import PyPISimple

from collectors.forges.github.fields import Fields
from collectors.forges.github.records import Accounts, change_request, issue
from collectors.http.client import Http
from collectors.http.waiting import WaitingBudget
from collectors.protocol import CollectError, Failed, Forbidden, Gone, NoToken, Unreachable
from collectors.records import ChangeRequest, Issue

VERSION = "2.10.0"
REDIRECTS = (301, 302, 307)  # to places that were not recorded
OUTCOMES = {401: NoToken, 404: Gone, 410: Gone, 451: Gone}
REST_KINDS = {"User": "User", "Organization": "Organization", "Bot": "Bot", "Mannequin": "Mannequin"}


class Exchange(NamedTuple):
    """One recorded exchange."""

    verb: str
    path: str
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture(scope="session")
def recordings(pytestconfig) -> list[Exchange]:
    folder = Path(pytestconfig.cache.mkdir("pygithub"))
    archive = folder / f"pygithub-{VERSION}.tar.gz"
    if not archive.exists():
        download(archive)
    found = []
    with tarfile.open(archive) as tar:
        for member in tar:
            if "/tests/ReplayData/" in member.name and member.isfile():
                found += exchanges(tar.extractfile(member).read().decode("utf-8", "replace"))
    return found


def download(archive: Path) -> None:
    try:
        with PyPISimple() as index:
            files = index.get_project_page("pygithub").packages
            source = next(f for f in files if f.version == VERSION and f.package_type == "sdist")
            index.download_package(source, archive)
    except requests.RequestException as error:
        pytest.skip(f"the source archive of PyGithub {VERSION} cannot be downloaded: {type(error).__name__}")


def exchanges(text: str) -> list[Exchange]:
    """Read a replay file: eleven lines per exchange, the last one empty."""
    lines = text.split("\n")
    found = []
    for start in range(0, len(lines) - 10, 11):
        _, verb, host, _, path, _, _, status, headers, body = lines[start : start + 10]
        if host == "api.github.com" and status.isdigit():
            pairs = {name: str(value) for name, value in ast.literal_eval(headers)}
            found.append(Exchange(verb, path, int(status), pairs, body))
    return found


def documents(recordings):
    """Give every JSON object of every successful answer, lists taken apart."""
    for each in recordings:
        if each.verb == "GET" and each.status == 200:
            try:
                body = json.loads(each.body)
            except ValueError:
                continue
            yield from (
                item for item in (body if isinstance(body, list) else [body]) if isinstance(item, dict)
            )


def test_the_archive_is_what_it_was(recordings):
    assert len(recordings) > 2000


def test_the_edge_understands_every_recorded_answer(recordings, loopback, reply, clock):
    http = Http(clock=clock, waiting=WaitingBudget(clock, 1e12))
    seen = Counter()
    for number, each in enumerate(e for e in recordings if e.verb == "GET" and e.status not in REDIRECTS):
        headers = {
            name: value.replace("https://api.github.com", loopback.url)
            for name, value in each.headers.items()
            if name.lower()
            not in ("content-encoding", "transfer-encoding", "content-length", "connection", "status")
        }
        path = f"/{number}"
        limit = is_limit(each)
        again = reply(body={"again": True})
        answer = reply(each.status, body=each.body, headers=headers)
        loopback.answer[path] = [answer, again] if limit or each.status in (202, 500, 502, 503) else answer
        try:
            found = http.get(loopback.url + path, etag='"x"' if each.status == 304 else None)
        except CollectError as error:
            seen[type(error).__name__] += 1
            expected = OUTCOMES.get(each.status, Forbidden if each.status == 403 else Failed)
            assert type(error) is (Unreachable if is_no_json(each) else expected), (each.status, error)
            continue
        seen[found.status] += 1
        if limit or each.status in (202, 500, 502, 503):
            assert found.json() == {"again": True}
        elif found.status == 200 and each.body.strip():
            assert found.json() == json.loads(each.body)
        assert found.is_unchanged == (each.status == 304)
        assert ('rel="next"' in headers.get("Link", headers.get("link", ""))) == (found.next_url is not None)
    assert seen[200] > 1000
    assert seen["Gone"] > 10
    http.close()


def is_limit(each: Exchange) -> bool:
    text = each.body.lower()
    return each.status in (403, 429) and (
        "rate limit" in text or "abuse" in text or "Retry-After" in each.headers
    )


def is_no_json(each: Exchange) -> bool:
    """Tell a page, a diff or a picture that was asked for as such."""
    try:
        json.loads(each.body)
    except ValueError:
        return each.status == 200
    return False


def as_actor(user):
    if user is None or user.get("login") == "ghost":
        return None
    login = user["login"].removesuffix("[bot]") if user.get("type") == "Bot" else user["login"]
    return {"__typename": REST_KINDS[user.get("type", "User")], "login": login, "databaseId": user["id"]}


def as_issue_node(rest):
    """Bring a REST issue into the shape of our GraphQL answer, field by field."""
    return {
        "id": rest.get("node_id", "?"),
        "number": rest["number"],
        "fullDatabaseId": str(rest["id"]),
        "state": rest["state"].upper(),
        "stateReason": rest["state_reason"].upper() if rest.get("state_reason") else None,
        "createdAt": rest["created_at"],
        "updatedAt": rest["updated_at"],
        "closedAt": rest["closed_at"],
        "author": as_actor(rest["user"]),
        "labels": {
            "totalCount": len(rest.get("labels", [])),
            "nodes": [{"name": label["name"]} for label in rest.get("labels", [])],
        },
        "reopenings": None,
        "comments": {"totalCount": rest["comments"]},
    }


def as_change_request_node(rest):
    """Bring a REST pull request into the shape of our GraphQL answer, field by field."""
    return {
        "id": rest.get("node_id", "?"),
        "number": rest["number"],
        "fullDatabaseId": str(rest["id"]),
        "state": "MERGED" if rest["merged"] else rest["state"].upper(),
        "isDraft": rest.get("draft"),
        "createdAt": rest["created_at"],
        "updatedAt": rest["updated_at"],
        "mergedAt": rest["merged_at"],
        "closedAt": rest["closed_at"],
        "baseRefName": rest["base"]["ref"],
        "additions": rest["additions"],
        "deletions": rest["deletions"],
        "changedFiles": rest["changed_files"],
        "totalCommentsCount": rest["comments"] + rest["review_comments"],
        "mergeCommit": {"oid": rest.get("merge_commit_sha")} if rest["merged"] else None,
        "author": as_actor(rest["user"]),
        "mergedBy": as_actor(rest["merged_by"]),
        "labels": {
            "totalCount": len(rest.get("labels", [])),
            "nodes": [{"name": label["name"]} for label in rest.get("labels", [])],
        },
        "commits": {"totalCount": rest["commits"]},
        "comments": {"totalCount": rest["comments"]},
        "reviews": None,
    }


def account_id(user):
    return None if user is None or user.get("login") == "ghost" else f"github:{user['id']}"


def instant(text):
    return datetime.fromisoformat(text) if text else None


def issue_of_rest(rest) -> Issue:
    return Issue(
        repository_id="r",
        number=str(rest["number"]),
        forge_issue_id=str(rest["id"]),
        author_account_id=account_id(rest["user"]),
        state=rest["state"],
        forge_state=rest["state"],
        state_reason=rest.get("state_reason"),
        opened_at=instant(rest["created_at"]),
        updated_at=instant(rest["updated_at"]),
        closed_at=instant(rest["closed_at"]),
        reopened_count=None,
        comment_count=rest["comments"],
        labels=tuple(label["name"] for label in rest.get("labels", [])),
    )


def change_request_of_rest(rest) -> ChangeRequest:
    return ChangeRequest(
        repository_id="r",
        number=str(rest["number"]),
        forge_change_request_id=str(rest["id"]),
        author_account_id=account_id(rest["user"]),
        merged_by_account_id=account_id(rest["merged_by"]),
        state="merged" if rest["merged"] else rest["state"],
        is_draft=rest.get("draft"),
        opened_at=instant(rest["created_at"]),
        updated_at=instant(rest["updated_at"]),
        merged_at=instant(rest["merged_at"]),
        closed_at=instant(rest["closed_at"]),
        merge_commit_sha=rest.get("merge_commit_sha") if rest["merged"] else None,
        base_branch=rest["base"]["ref"],
        lines_added=rest["additions"],
        lines_deleted=rest["deletions"],
        files_changed=rest["changed_files"],
        commit_count=rest["commits"],
        comment_count=rest["comments"],
        review_count=None,
        review_comment_count=rest["review_comments"],
        labels=tuple(label["name"] for label in rest.get("labels", [])),
    )


def test_recorded_issues_give_equal_records(recordings):
    found = [
        each
        for each in documents(recordings)
        if {"number", "state", "comments", "user"} <= set(each)
        and "pull_request" not in each
        and "base" not in each
    ]
    assert len(found) > 90
    for each in found:
        drift = Counter()
        read = issue("r", Fields(as_issue_node(each), "Issue", drift), Accounts())
        assert read == issue_of_rest(each)
        assert not {name for name in drift if "labels" not in name}


def test_recorded_change_requests_give_equal_records(recordings):
    found = [
        each
        for each in documents(recordings)
        if {"number", "merged", "additions", "review_comments"} <= set(each)
    ]
    assert len(found) > 25
    assert any(each["merged"] for each in found)
    assert any(not each["merged"] and each["closed_at"] for each in found)
    for each in found:
        drift = Counter()
        read = change_request("r", Fields(as_change_request_node(each), "PullRequest", drift), Accounts())
        assert read == change_request_of_rest(each)
        assert not drift
