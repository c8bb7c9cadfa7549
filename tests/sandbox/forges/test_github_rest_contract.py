"""Every REST answer is held against GitHub's published description, path by path and status by status."""

import pytest
import requests

from sandbox import Sandbox, World
from sandbox.world.seasons import DAY, DEFAULT_UNTIL, iso

OF_REPOSITORY = (
    "",
    "/commits",
    "/issues",
    "/issues/comments",
    "/issues/events",
    "/pulls",
    "/pulls/comments",
    "/releases",
    "/tags",
    "/branches",
    "/stargazers/count",
    "/stargazers/history",
    "/forks",
    "/contributors",
    "/events",
    "/activity",
    "/languages",
    "/topics",
    "/license",
    "/community/profile",
    "/stats/contributors",
    "/stats/commit_activity",
    "/stats/code_frequency",
    "/stats/participation",
)
OF_ISSUE = ("", "/comments", "/timeline")
OF_PULL = ("", "/reviews", "/commits", "/files")
# What the real forge answers and its own description leaves out.
UNDESCRIBED = {
    ("/repos/{owner}/{repo}/issues", 410),
    ("/repos/{owner}/{repo}/stats/participation", 409),
    ("/repos/{owner}/{repo}/activity", 409),
}


def _plans(sandbox):
    hard = [
        plan for plan in sandbox.world.plans if plan.hazard not in (None, "blocked", "forbidden", "unborn")
    ]
    return [sandbox.world.plans[0], sandbox.world.plans[1], *hard]


def _known(error):
    """Tell whether a mistake is one of the nulls that GitHub sends and its description denies.

    Recordings show them: deleted accounts, deleted forks, commits of people without an account.
    """
    path, _, message = error.partition(": ")
    return message.startswith("None ") and path.endswith(
        (".user", ".author", ".committer", ".head.repo", ".head.user", ".head.label")
    )


@pytest.mark.parametrize("rest", OF_REPOSITORY)
def test_answers_about_repositories_keep_the_contract(sandbox, client, contract, rest):
    template, checked = "/repos/{owner}/{repo}" + rest, 0
    for plan in _plans(sandbox):
        url = f"{sandbox.api_url}/repositories/{plan.repository_id}{rest}"
        for _ in range(2):  # statistics answer 202 first
            answer = client.get(url, params={"per_page": "12", "state": "all"})
            if (template, answer.status_code) in UNDESCRIBED or plan.hazard == "deleted":
                continue
            body = answer.json() if answer.content else None
            mistakes = contract.mistakes(template, answer.status_code, body)
            assert [m for m in mistakes if not _known(m)] == [], (plan.hazard, url)
            checked += 1
    assert checked > 20


REFUSED = {"/repos/{owner}/{repo}/stargazers", "/repos/{owner}/{repo}/subscribers"}  # since July 2026


def test_every_path_of_the_contract_is_served_and_keeps_it(sandbox, client, contract, big):
    plan, person = sandbox.world.plans[0], sandbox.world.cast.people[1].account
    view, (owner, _, name) = sandbox.world.view(plan), big.partition("/")
    known = {
        "org": owner,
        "username": person.login,
        "account_id": person.account_id,
        "owner": owner,
        "repo": name,
        "ref": view.commits[3].sha,
        "basehead": f"{view.commits[9].sha}...{plan.default_branch}",
        "issue_number": view.issues[0].number,
        "pull_number": view.changes[0].number,
    }
    for template in contract.document["paths"]:
        url = sandbox.api_url + template.format_map({key: str(value) for key, value in known.items()})
        question = {"q": f"repo:{big}", "per_page": "20"}
        answer = client.get(url, params=question)
        if answer.status_code == 202:
            answer = client.get(url, params=question)
        assert answer.status_code == (404 if template in REFUSED else 200), template
        mistakes = [] if template in REFUSED else contract.mistakes(template, 200, answer.json())
        assert [m for m in mistakes if not _known(m)] == [], template


def test_answers_about_threads_keep_the_contract(sandbox, client, contract):
    for plan in sandbox.world.plans[:2]:
        view = sandbox.world.view(plan)
        for thread in [*view.issues[:6], *view.changes[:12]]:
            base = f"{sandbox.api_url}/repositories/{plan.repository_id}"
            rests = [("/issues/{issue_number}" + rest, f"/issues/{thread.number}{rest}") for rest in OF_ISSUE]
            if thread.is_change:
                rests += [
                    ("/pulls/{pull_number}" + rest, f"/pulls/{thread.number}{rest}") for rest in OF_PULL
                ]
            for template, path in rests:
                answer = client.get(base + path)
                mistakes = contract.mistakes(
                    "/repos/{owner}/{repo}" + template, answer.status_code, answer.json()
                )
                assert [m for m in mistakes if not _known(m)] == [], path


def test_answers_about_accounts_and_searches_keep_the_contract(sandbox, client, contract, big):
    organization = sandbox.world.plans[0].name_at(sandbox.world.until)[0].login
    person = sandbox.world.cast.people[1].account
    cases = [
        ("/rate_limit", "/rate_limit"),
        ("/orgs/{org}", f"/orgs/{organization}"),
        ("/orgs/{org}/repos", f"/orgs/{organization}/repos"),
        ("/orgs/{org}/events", f"/orgs/{organization}/events?per_page=100"),
        ("/events", "/events?per_page=100"),
        ("/users/{username}", f"/users/{person.login}"),
        ("/users/{username}/repos", f"/users/{person.login}/repos"),
        ("/user/{account_id}", f"/user/{person.account_id}"),
        ("/search/repositories", "/search/repositories?q=gateway"),
        ("/search/issues", f"/search/issues?q=repo:{big}+is:pr&per_page=5"),
    ]
    for template, path in cases:
        answer = client.get(sandbox.api_url + path)
        assert answer.status_code == 200, path
        mistakes = contract.mistakes(template, 200, answer.json())
        assert [m for m in mistakes if not _known(m)] == [], path


def test_a_comparison_has_what_is_between_two_commits(sandbox, client, contract):
    plan = sandbox.world.plans[1]
    commits = sandbox.world.view(plan).commits
    tip, old = commits[0].sha, commits[40].sha
    url = f"{sandbox.api_url}/repositories/{plan.repository_id}/compare"
    forward = client.get(f"{url}/{old}...{plan.default_branch}").json()
    template = "/repos/{owner}/{repo}/compare/{basehead}"
    assert [m for m in contract.mistakes(template, 200, forward) if not _known(m)] == []
    listed = {commit["sha"] for commit in forward["commits"]}
    assert tip in listed and old not in listed
    assert forward["ahead_by"] == forward["total_commits"] == len(listed) <= 40
    same = client.get(f"{url}/{tip}...{tip}").json()
    assert (same["status"], same["commits"], same["merge_base_commit"]["sha"]) == ("identical", [], tip)
    back = client.get(f"{url}/{tip}...{old}").json()
    assert (back["ahead_by"], back["behind_by"]) == (forward["behind_by"], forward["ahead_by"])
    assert client.get(f"{url}/{tip}...nothing").status_code == 404


def test_a_timeline_holds_what_happened_in_the_order_of_time(sandbox, client):
    plan = sandbox.world.plans[1]
    view = next(v for v in sandbox.world.view(plan).changes if v.merged_at and v.comments and v.reviews)
    url = f"{sandbox.api_url}/repositories/{plan.repository_id}/issues/{view.number}/timeline"
    kinds = [entry["event"] for entry in client.get(url, params={"per_page": 100}).json()]
    assert {"committed", "commented", "reviewed", "merged", "closed"} <= set(kinds)
    assert kinds.count("committed") == len(view.thread.change.commit_shas)
    assert kinds.index("committed") < kinds.index("merged")


def test_an_organisations_events_are_those_of_its_repositories(sandbox, client):
    owner = sandbox.world.plans[0].name_at(sandbox.world.until)[0]
    events = client.get(f"{sandbox.api_url}/orgs/{owner.login}/events", params={"per_page": 100}).json()
    assert {event["repo"]["name"].partition("/")[0] for event in events} == {owner.login}
    assert {event["org"]["login"] for event in events} == {owner.login}
    assert [e["created_at"] for e in events] == sorted((e["created_at"] for e in events), reverse=True)
    person = sandbox.world.cast.people[1].account
    assert client.get(f"{sandbox.api_url}/orgs/{person.login}/events").status_code == 404


@pytest.mark.parametrize(
    ("hazard", "rest", "status"),
    [
        ("deleted", "", 404),
        ("blocked", "", 451),
        ("forbidden", "", 403),
        ("renamed", "/issues?state=all", 301),
        ("transferred", "", 301),
        ("empty", "/commits", 409),
        ("issues_disabled", "/issues", 410),
        ("unborn", "", 404),
    ],
)
def test_refusals_have_the_status_and_shape_of_the_real_ones(sandbox, client, hazard, rest, status):
    plan = next(plan for plan in sandbox.world.plans if plan.hazard == hazard)
    _, owner, name = plan.names[0]
    answer = client.get(f"{sandbox.api_url}/repos/{owner.login}/{name}{rest}", allow_redirects=False)
    body = answer.json()
    assert answer.status_code == status
    assert body["message"] and body["documentation_url"].startswith("https://docs.github.com/")
    if status == 301:
        target = f"{sandbox.api_url}/repositories/{plan.repository_id}{rest}"
        assert answer.headers["Location"] == body["url"] == target
        assert client.get(target).status_code == 200
    else:
        assert body["status"] == str(status)
    if status == 451:
        assert body["block"]["reason"] == "dmca"


def test_a_name_taken_over_leads_to_the_new_repository(sandbox, client):
    old = next(plan for plan in sandbox.world.plans if plan.hazard == "name_taken_over")
    heir = sandbox.world.plans[old.number + 1]
    _, owner, name = old.names[0]
    answer = client.get(f"{sandbox.api_url}/repos/{owner.login}/{name}", allow_redirects=False)
    assert (answer.status_code, answer.json()["id"]) == (200, heir.repository_id)


def test_stargazers_are_refused_without_a_token_and_hidden_with_one(sandbox, client, big):
    url = f"{sandbox.api_url}/repos/{big}/stargazers"
    assert requests.get(url, timeout=5).status_code == 401
    assert client.get(url).status_code == 404


def test_the_newer_api_version_drops_fields(sandbox, client, big):
    url = f"{sandbox.api_url}/repos/{big}/pulls?state=all&per_page=1"
    older = client.get(url).json()[0]
    newer = client.get(url, headers={"X-GitHub-Api-Version": "2026-03-10"}).json()[0]
    assert set(older) - set(newer) == {"assignee", "merge_commit_sha"}
    newest = client.get(f"{sandbox.api_url}/rate_limit", headers={"X-GitHub-Api-Version": "2026-03-10"})
    assert "rate" not in newest.json()
    refused = client.get(url, headers={"X-GitHub-Api-Version": "2031-01-01"})
    assert refused.status_code == 400


def test_deleted_issues_are_gone(sandbox, client):
    plan, world = sandbox.world.plans[0], sandbox.world
    view = world.view(plan)
    numbers = [t.number for t in world.history(plan).threads if t.created_at <= world.until]
    missing = [number for number in numbers if number not in view.by_number]
    assert len(missing) > 2
    for number in missing[:3]:
        url = f"{sandbox.api_url}/repositories/{plan.repository_id}/issues/{number}"
        assert client.get(url).status_code == 410


def test_a_transferred_issue_leads_to_where_it_is_now():
    with Sandbox(World(count=45, until=DEFAULT_UNTIL + DAY)) as served, requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {served.token}"
        source = next(plan for plan in served.world.plans if plan.hazard == "issue_moves")
        goal = source.heir
        moving = [t for t in served.world.history(source).threads if t.is_transferred]
        assert goal is not None and len(moving) > 1
        here = f"{served.api_url}/repositories/{source.repository_id}/issues"
        there = f"{served.api_url}/repositories/{goal.repository_id}/issues"
        number, before = moving[0].number, served.world.view(goal)
        assert session.get(f"{here}/{number}", allow_redirects=False).status_code == 200
        served.move_to(DEFAULT_UNTIL + 30 * DAY)
        answer = session.get(f"{here}/{number}", params={"x": "y"}, allow_redirects=False)
        assert answer.status_code == 301
        leads_to = answer.headers["Location"]
        assert leads_to == answer.json()["url"] and leads_to.startswith(there) and leads_to.endswith("?x=y")
        arrived = session.get(f"{here}/{number}").json()
        assert arrived["created_at"] == iso(moving[0].created_at) < arrived["updated_at"]
        assert arrived["number"] not in before.by_number
        comments = session.get(f"{here}/{number}/comments", allow_redirects=False)
        assert comments.headers["Location"] == f"{there}/{arrived['number']}/comments"
        listed = session.get(here, params={"state": "all", "per_page": 100}).json()
        assert number not in [issue["number"] for issue in listed]


def test_deleted_comments_are_in_no_list(sandbox, client):
    plan, world = sandbox.world.plans[0], sandbox.world
    thread = next(
        t
        for t in world.history(plan).threads
        if any(c.deleted_at and c.deleted_at <= world.until for c in t.comments)
        and t.number in world.view(plan).by_number
    )
    url = f"{sandbox.api_url}/repositories/{plan.repository_id}/issues/{thread.number}"
    listed = {comment["id"] for comment in client.get(f"{url}/comments?per_page=100").json()}
    said = [c for c in thread.comments if c.created_at <= world.until]
    gone = {c.comment_id for c in said if c.deleted_at and c.deleted_at <= world.until}
    assert gone and listed == {c.comment_id for c in said} - gone
    assert client.get(url).json()["comments"] == len(listed)


def test_deleted_accounts_are_ghosts_of_issues_and_null_of_reviews(sandbox, client):
    plan, world = sandbox.world.plans[0], sandbox.world
    view, base = world.view(plan), f"{sandbox.api_url}/repositories/{plan.repository_id}"
    ghost = next(thread for thread in view.threads if thread.author is None)
    user = client.get(f"{base}/issues/{ghost.number}").json()["user"]
    assert (user["login"], user["id"]) == ("ghost", 10137)
    gone = [
        (thread.number, review.review_id)
        for thread in view.changes
        for review in thread.reviews
        if review.author.deleted_at is not None and review.author.deleted_at <= world.until
    ]
    number, review_id = gone[0]
    reviews = client.get(f"{base}/pulls/{number}/reviews?per_page=100").json()
    assert next(review for review in reviews if review["id"] == review_id)["user"] is None
