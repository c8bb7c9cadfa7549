"""The GraphQL side: the published schema, the published price, bounds, errors and the same facts as REST."""

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLScalarType,
    build_schema,
    get_named_type,
    is_required_argument,
    parse,
    print_schema,
    validate,
)

from sandbox.forges.github.graphql.cost import cost_of, operation_of
from sandbox.forges.github.graphql.resolvers import schema

CHANGES = """
query Changes($owner: String!, $name: String!, $first: Int = 50, $after: String) {
  rateLimit { cost nodeCount remaining limit used resetAt }
  repository(owner: $owner, name: $name) {
    databaseId
    pullRequests(first: $first, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes {
        number state isDraft createdAt updatedAt mergedAt closedAt additions deletions changedFiles
        fullDatabaseId databaseId
        author { login ... on User { databaseId } }
        mergedBy { login }
        mergeCommit { oid }
        commits { totalCount }
        comments { totalCount }
        labels(first: 10) { nodes { name } }
        reviews(first: 30) { totalCount nodes { state submittedAt fullDatabaseId author { login } } }
      }
    }
  }
}
"""


@pytest.fixture
def ask(sandbox, client):
    def send(query, **variables):
        answer = client.post(sandbox.graphql_url, json={"query": query, "variables": variables}, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return send


def _owner_and_name(full_name):
    owner, name = full_name.split("/")
    return {"owner": owner, "name": name}


def test_the_schema_is_the_published_one(contract):
    published = build_schema((contract.folder / "github-graphql-subset.graphql").read_text())
    assert print_schema(schema()) == print_schema(published)


@pytest.mark.parametrize(
    ("fields", "points"),
    [
        # the worked examples of the published formula
        ("pullRequests(first: 100) { nodes { number } }", 1),
        (
            "pullRequests(first: 50) { nodes { reviews(first: 30) { nodes { id } } labels(first: 10) "
            "{ nodes { name } } commits { totalCount } comments { totalCount } } }",
            2,
        ),
        (
            "issues(first: 100) { nodes { comments(first: 20) { nodes { id } } labels(first: 10) "
            "{ nodes { name } } timelineItems(first: 5) { nodes { __typename } } } }",
            3,
        ),
        ("releases(first: 50) { nodes { releaseAssets(first: 20) { nodes { name } } } }", 1),
        ("forks(first: 100) { nodes { id } }", 1),
        # 1 + 50 + 50 * 30 = 1,551 requests
        (
            "pullRequests(first: 50) { nodes { reviews(first: 30) { nodes { comments { totalCount } } } } }",
            16,
        ),
    ],
)
def test_queries_cost_what_the_published_formula_says(fields, points):
    query = f'{{ repository(owner: "a", name: "b") {{ {fields} }} }}'
    document = parse(query)
    assert validate(schema(), document) == []
    assert cost_of(schema(), document, operation_of(document, None), {}).points == points


def test_fifty_aliased_repositories_cost_two_points():
    totals = "{ issues { totalCount } pullRequests { totalCount } releases { totalCount } }"
    parts = [f'a{n}: repository(owner: "a", name: "b") {totals}' for n in range(50)]
    document = parse("{" + "\n".join(parts) + "}")
    assert cost_of(schema(), document, operation_of(document, None), {}).points == 2


def test_the_cost_is_charged_and_told(sandbox, client, big):
    sent = {"query": CHANGES, "variables": _owner_and_name(big)}
    first = client.post(sandbox.graphql_url, json=sent)
    second = client.post(sandbox.graphql_url, json=sent)
    told = second.json()["data"]["rateLimit"]
    assert told["cost"] == 2 and told["nodeCount"] == 50 + 50 * 10 + 50 * 30
    used = [int(answer.headers["X-RateLimit-Used"]) for answer in (first, second)]
    assert used[1] - used[0] == 2 and told["used"] == used[1]
    assert second.headers["X-RateLimit-Resource"] == "graphql"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ("issues(first: 101) { nodes { id } }", "EXCESSIVE_PAGINATION"),
        ("issues { nodes { id } }", "MISSING_PAGINATION_BOUNDARIES"),
        (
            "issues(first: 100) { nodes { comments(first: 100) { nodes { reactionGroups "
            "{ reactors(first: 100) { totalCount pageInfo { hasNextPage } } } } } } }",
            "MAX_NODE_LIMIT_EXCEEDED",
        ),
    ],
)
def test_pages_out_of_bounds_are_refused_with_200(ask, big, fields, kind):
    owner, name = big.split("/")
    body = ask(f'{{ repository(owner: "{owner}", name: "{name}") {{ {fields} }} }}')
    assert "data" not in body and body["errors"][0]["type"] == kind


def test_all_pages_together_are_the_whole_list(ask, sandbox, big):
    numbers, after = [], None
    while True:
        body = ask(CHANGES, **_owner_and_name(big), first=100, after=after)
        page = body["data"]["repository"]["pullRequests"]
        numbers += [node["number"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    expected = sorted(
        sandbox.world.view(sandbox.world.plans[0]).changes, key=lambda v: (v.updated_at, v.number)
    )
    assert numbers == [view.number for view in reversed(expected)]
    assert page["totalCount"] == len(numbers) > 2_000


def test_graphql_and_rest_tell_the_same_facts(ask, sandbox, client, big):
    nodes = ask(CHANGES, **_owner_and_name(big), first=40)["data"]["repository"]["pullRequests"]["nodes"]
    for node in nodes:
        pull = client.get(f"{sandbox.api_url}/repos/{big}/pulls/{node['number']}").json()
        state = "MERGED" if pull["merged"] else pull["state"].upper()
        author = node["author"]["login"] if node["author"] else "ghost"
        assert (node["state"], author) == (state, pull["user"]["login"].removesuffix("[bot]"))
        assert node["fullDatabaseId"] == str(pull["id"])
        assert (node["mergeCommit"] or {}).get("oid") == pull["merge_commit_sha"]
        for ours, theirs in (
            ("additions", "additions"),
            ("deletions", "deletions"),
            ("changedFiles", "changed_files"),
        ):
            assert node[ours] == pull[theirs]
        for ours in ("createdAt", "updatedAt", "mergedAt", "closedAt"):
            theirs = {"createdAt": "created_at", "updatedAt": "updated_at"}.get(
                ours, ours.replace("At", "_at")
            )
            assert node[ours] == pull[theirs]
        assert node["comments"]["totalCount"] == pull["comments"]
        assert node["commits"]["totalCount"] == pull["commits"]
        reviews = client.get(
            f"{sandbox.api_url}/repos/{big}/pulls/{node['number']}/reviews?per_page=100"
        ).json()
        assert [r["fullDatabaseId"] for r in node["reviews"]["nodes"]] == [str(r["id"]) for r in reviews][:30]


def test_ids_beyond_32_bits_are_null_as_int_and_whole_as_bigint(ask, sandbox):
    later = sandbox.world.plans[36].full_name_at(sandbox.world.until)
    node = ask(CHANGES, **_owner_and_name(later), first=1)["data"]["repository"]["pullRequests"]["nodes"][0]
    assert node["databaseId"] is None and int(node["fullDatabaseId"]) > 2**31


def test_a_former_name_is_followed_unless_told_otherwise(ask, sandbox):
    plan = next(plan for plan in sandbox.world.plans if plan.hazard == "renamed")
    _, owner, name = plan.names[0]
    query = """query($o: String!, $n: String!, $f: Boolean) {
      repository(owner: $o, name: $n, followRenames: $f) { databaseId nameWithOwner } }"""
    found = ask(query, o=owner.login, n=name, f=True)["data"]["repository"]
    assert found == {"databaseId": plan.repository_id, "nameWithOwner": f"{owner.login}/{name}-next"}
    refused = ask(query, o=owner.login, n=name, f=False)
    assert refused["data"]["repository"] is None and refused["errors"][0]["type"] == "NOT_FOUND"


def test_nodes_finds_what_exists_and_says_what_does_not(ask, sandbox, big):
    listed = ask(
        "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id "
        "issues(first: 2) { nodes { id } } pullRequests(first: 2) { nodes { id } } "
        "releases(first: 1) { nodes { id releaseAssets(first: 1) { nodes { id } } } } } }",
        **_owner_and_name(big),
    )["data"]["repository"]
    ids = [listed["id"], *(n["id"] for n in listed["issues"]["nodes"] + listed["pullRequests"]["nodes"])]
    body = ask("query($ids: [ID!]!) { nodes(ids: $ids) { id __typename } }", ids=[*ids, "I_kwnothing"])
    assert [node and node["id"] for node in body["data"]["nodes"]] == [*ids, None]
    assert [node["__typename"] for node in body["data"]["nodes"][:-1]] == [
        "Repository", "Issue", "Issue", "PullRequest", "PullRequest",
    ]  # fmt: skip
    assert body["errors"][0]["type"] == "NOT_FOUND"


def test_who_starred_is_no_longer_told(ask, big):
    query = """query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) {
      stargazerCount watchers { totalCount }
      stargazers(first: 10) { totalCount edges { starredAt } nodes { login } } } }"""
    found = ask(query, **_owner_and_name(big))["data"]["repository"]
    assert found["stargazers"]["edges"] == found["stargazers"]["nodes"] == []
    assert found["stargazerCount"] > 1_000 and found["watchers"]["totalCount"] > 10


def test_a_page_that_is_too_much_work_is_refused_and_half_of_it_is_not(big):
    import requests

    from sandbox import Sandbox, World
    from sandbox.forges.github.rest.context import GithubSettings

    with Sandbox(World(count=1), settings=GithubSettings(resource_limit=1_000)) as strict:

        def send(first):
            body = {"query": CHANGES, "variables": {**_owner_and_name(big), "first": first}}
            headers = {"Authorization": f"bearer {strict.token}"}
            return requests.post(strict.graphql_url, json=body, headers=headers, timeout=10).json()

        refused = send(50)
        assert refused["data"]["repository"] is None
        assert refused["errors"][0] == {
            "type": "RESOURCE_LIMITS_EXCEEDED",
            "path": ["repository", "pullRequests"],
            "locations": refused["errors"][0]["locations"],
            "message": "Resource limits for this query exceeded.",
        }
        assert len(send(12)["data"]["repository"]["pullRequests"]["nodes"]) == 12


def _selection(kind, depth, seen=()):
    """Ask for everything that can be asked of a type without arguments of our own, a few levels deep."""
    parts = ["__typename"]
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) and key != "orderBy" for key, argument in field.args.items()):
            continue
        inside = get_named_type(field.type)
        pages = "(first: 2)" if "first" in field.args else ""
        extra = "(first: 2, orderBy: {field: NAME, direction: ASC})" if name == "topRepositories" else pages
        if isinstance(inside, (GraphQLScalarType, GraphQLEnumType)):
            parts.append(f"{name}: {name}" if not pages else name)
        elif (
            depth
            and inside.name not in seen
            and isinstance(inside, (GraphQLObjectType, GraphQLInterfaceType))
        ):
            parts.append(f"{name}{extra} {{ {_selection(inside, depth - 1, (*seen, inside.name))} }}")
    return " ".join(parts)


@pytest.mark.parametrize("name", ["Repository", "Issue", "PullRequest", "Release", "User", "Organization"])
def test_every_field_of_the_schema_can_be_asked(sandbox, ask, big, name):
    world = sandbox.world
    organization = world.plans[0].name_at(world.until)[0].login
    person = next(a for p in world.cast.people if (a := p.account).deleted_at is None)
    owner, repository = big.split("/")
    view = world.view(world.plans[0])
    inside = _selection(schema().type_map[name], 2, (name,))
    of_repository = f'repository(owner: "{owner}", name: "{repository}")'
    roots = {
        "Repository": f"{of_repository} {{ {inside} }}",
        "Issue": f"{of_repository} {{ issue(number: {view.issues[3].number}) {{ {inside} }} }}",
        "PullRequest": f"{of_repository} {{ pullRequest(number: {view.changes[3].number}) {{ {inside} }} }}",
        "Release": f"{of_repository} {{ latestRelease {{ {inside} }} }}",
        "User": f'user(login: "{person.login}") {{ {inside} }}',
        "Organization": f'organization(login: "{organization}") {{ {inside} }}',
    }
    body = ask("{ " + roots[name] + " }")
    assert body.get("errors") is None, body["errors"][:2]


def test_what_the_schema_lacks_is_refused_with_a_code_and_its_place(ask):
    query = "query Q { rateLimit { cost height } viewer { ...V } } fragment V on User { login(upper: true) }"
    errors = ask(query)["errors"]
    assert [(each["message"], each["path"], each["extensions"]) for each in errors] == [
        (
            "Field 'height' doesn't exist on type 'RateLimit'",
            ["query Q", "rateLimit", "height"],
            {"code": "undefinedField", "typeName": "RateLimit", "fieldName": "height"},
        ),
        (
            "Field 'login' doesn't accept argument 'upper'",
            ["fragment V", "login", "upper"],
            {
                "code": "argumentNotAccepted",
                "name": "login",
                "typeName": "Field",
                "argumentName": "upper",
            },
        ),
    ]
