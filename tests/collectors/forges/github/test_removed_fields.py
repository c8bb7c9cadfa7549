"""What GitHub takes away is unknown from then on, and all else is collected as before."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from graphql import TypeInfo, TypeInfoVisitor, Visitor, build_schema, get_named_type, parse, validate, visit

from collectors.forges.github.graphql import query_text
from collectors.forges.github.kinds.discovery import glance_query
from collectors.forges.github.optional import OPTIONAL, OPTIONAL_ARGUMENTS, TYPE_OF
from collectors.forges.github.refusals import left_out, without
from collectors.forges.github.survey import survey_query
from collectors.protocol import Failed
from sandbox.world.plans import Size

ROOT = Path(__file__).parents[4]
SCHEMA = build_schema((ROOT / "tests" / "contracts" / "github-graphql-subset.graphql").read_text())
FILES = [
    path
    for path in (ROOT / "collectors/forges/github/queries").glob("*.graphql")
    if "query " in path.read_text()
]
TEXTS = {path.stem: query_text(path.stem) for path in FILES} | {
    "survey": survey_query([("a/b", None), ("c/d", "R_1")])[0],
    "owners": glance_query(["a", "b"])[0],
}
SIZE = Size(
    issue_count=24,
    change_request_count=16,
    direct_commit_count=3,
    star_count=5,
    fork_count=3,
    release_count=2,
)
SEED = 1
DROPPABLE = sorted(OPTIONAL | OPTIONAL_ARGUMENTS)

UNKNOWN = {
    "Repository.pushedAt": {"repositories.pushed_at"},
    "Repository.isMirror": {"repositories.is_mirror", "discovered_repositories.is_mirror"},
    "Repository.isTemplate": {"repositories.is_template"},
    "Repository.isEmpty": {"repositories.is_empty"},
    "Repository.hasIssuesEnabled": {"repositories.has_issues"},
    "Repository.isSecurityPolicyEnabled": {"repositories.has_security_policy"},
    "Repository.stargazerCount": {"repository_counts.star_count"},
    "Repository.forkCount": {"repository_counts.fork_count"},
    "Repository.owner": {"repositories.owner_account_id", "forks.owner_account_id"},
    "Repository.parent": {"repositories.parent_repository"},
    "Repository.primaryLanguage": {"repositories.primary_language"},
    "Repository.licenseInfo": {"repositories.license_spdx_id", "repositories.has_license"},
    "License.spdxId": {"repositories.license_spdx_id", "repositories.has_license"},
    "Repository.codeOfConduct": {"repositories.has_code_of_conduct"},
    "CodeOfConduct.key": {"repositories.has_code_of_conduct"},
    "Repository.watchers": {"repository_counts.watcher_count"},
    "UserConnection.totalCount": {"repository_counts.watcher_count"},
    "Ref.name": {"repositories.default_branch"},
    "Issue.fullDatabaseId": {"issues.forge_issue_id"},
    "Issue.stateReason": {"issues.state_reason"},
    "Issue.closedAt": {"issues.closed_at"},
    "Issue.timelineItems": {"issues.reopened_count"},
    "IssueTimelineItemsConnection.totalCount": {"issues.reopened_count"},
    "IssueConnection.totalCount": {"repository_counts.issue_count"},
    "PullRequestConnection.totalCount": {"repository_counts.change_request_count"},
    "ReleaseConnection.totalCount": {"repository_counts.release_count"},
    "IssueCommentConnection.totalCount": {
        "issues.comment_count",
        "change_requests.comment_count",
        "change_requests.review_comment_count",
    },
    "PullRequest.fullDatabaseId": {"change_requests.forge_change_request_id"},
    "PullRequest.isDraft": {"change_requests.is_draft"},
    "PullRequest.mergedAt": {"change_requests.merged_at"},
    "PullRequest.closedAt": {"change_requests.closed_at"},
    "PullRequest.baseRefName": {"change_requests.base_branch"},
    "PullRequest.additions": {"change_requests.lines_added"},
    "PullRequest.deletions": {"change_requests.lines_deleted"},
    "PullRequest.changedFiles": {"change_requests.files_changed"},
    "PullRequest.totalCommentsCount": {"change_requests.review_comment_count"},
    "PullRequest.mergeCommit": {"change_requests.merge_commit_sha"},
    "PullRequest.mergedBy": {"change_requests.merged_by_account_id"},
    "PullRequest.commits": {"change_requests.commit_count"},
    "PullRequestCommitConnection.totalCount": {"change_requests.commit_count"},
    "PullRequestReviewConnection.totalCount": {"change_requests.review_count"},
    "PullRequestReview.submittedAt": {"reviews.submitted_at"},
    "PullRequestReview.comments": {"reviews.comment_count"},
    "PullRequestReviewCommentConnection.totalCount": {"reviews.comment_count"},
    "Release.createdAt": {"releases.created_at"},
    "Release.publishedAt": {"releases.published_at"},
    "ReleaseAsset.size": {"release_asset_counts.size_bytes"},
}
"""What is unknown without each field; without the others nothing is."""


@pytest.fixture(scope="module")
def normal():
    return {}


def collected(forge, shelf, removed=frozenset()):
    """Collect everything twice, a fortnight apart, so that increments and removals are asked for too."""
    forge.sandbox.github.state.settings.removed = removed
    until, held, told = forge.sandbox.world.until, shelf(), []
    for days in (14, 0):
        forge.move_to(until - days * 86_400)
        github = forge.open()
        forge.collect(held, [forge.target(0)], github=github)
        forge.discover(held, forge.target(0).target_id.partition(":")[2].partition("/")[0], github)
        told.append(github.graphql.drift())
    assert not forge.errors
    return held.rows, told, held.drift


def without_values(rows, unknown):
    """Give the rows with some of their columns unknown; accounts may be named by these alone."""
    found = {}
    for key, row in rows.items():
        gone = {field.name: None for field in fields(row) if f"{row.table}.{field.name}" in unknown}
        if row.table != "accounts":
            found[key] = replace(row, **gone)
    return found


def without_duplicates(rows):
    """Give the rows as GitHub says them where nobody asks for duplicates."""
    reasons = {key: getattr(row, "state_reason", None) for key, row in rows.items()}
    assert "duplicate" in reasons.values()
    return {
        key: replace(row, state_reason="not_planned") if reasons[key] == "duplicate" else row
        for key, row in rows.items()
    }


@pytest.mark.parametrize("name", DROPPABLE)
def test_what_github_took_away_is_unknown_and_all_else_as_it_was(serve, small_world, shelf, normal, name):
    with serve(small_world(size=SIZE, seed=SEED)) as forge:
        rows, told, drift = collected(forge, shelf, frozenset({name}))
    if not normal:
        with serve(small_world(size=SIZE, seed=SEED)) as forge:
            normal["rows"], nothing, normal["drift"] = collected(forge, shelf)
        assert nothing == [{}, {}]
    unknown = UNKNOWN.get(name, set())
    expected = without_values(normal["rows"], unknown)
    expected = without_duplicates(expected) if name in OPTIONAL_ARGUMENTS else expected
    assert without_values(rows, set()) == expected
    changed = {f"{row.table}.{field.name}" for row in rows.values() for field in fields(row)} & unknown
    assert changed == unknown
    once = {f"{name}: no longer answered": 1}
    assert told[0] == once and told[1] in (once, {})  # in the second run where it was asked for at all
    assert drift == normal["drift"]


def test_the_list_of_what_is_unknown_is_of_optional_fields_only():
    assert UNKNOWN.keys() <= OPTIONAL


class Asked(Visitor):
    """Notes what a query asks for, by type, and which type each field has."""

    def __init__(self, info):
        super().__init__()
        self.info = info
        self.types = {}
        self.arguments = set()

    def enter_field(self, node, *_):
        kind = get_named_type(self.info.get_type())
        self.types[f"{self.info.get_parent_type().name}.{node.name.value}"] = kind.name
        for argument in node.arguments or ():
            name = f"{self.info.get_parent_type().name}.{node.name.value}({argument.name.value})"
            self.arguments.add(name)


@pytest.fixture(scope="module")
def asked():
    info = TypeInfo(SCHEMA)
    found = Asked(info)
    for text in TEXTS.values():
        visit(parse(text), TypeInfoVisitor(info, found))
    return found


def test_what_is_optional_is_asked_for_and_each_type_is_the_schemas(asked):
    assert asked.types.keys() >= OPTIONAL
    assert asked.arguments >= OPTIONAL_ARGUMENTS
    assert asked.types.items() >= TYPE_OF.items()


@pytest.mark.parametrize("query", TEXTS)
def test_a_query_without_any_or_all_of_what_is_optional_is_valid(query):
    for names in (frozenset(DROPPABLE), *(frozenset({name}) for name in DROPPABLE)):
        assert validate(SCHEMA, parse(without(TEXTS[query], names))) == []


def test_with_nothing_left_out_a_query_asks_the_same():
    info = TypeInfo(SCHEMA)
    for text in TEXTS.values():
        before, after = Asked(info), Asked(info)
        visit(parse(text), TypeInfoVisitor(info, before))
        visit(parse(without(text, frozenset())), TypeInfoVisitor(info, after))
        assert (before.types, before.arguments) == (after.types, after.arguments)


@pytest.mark.parametrize("name", ["Issue.number", "PageInfo.endCursor", "Issue.labels(first)"])
def test_what_is_required_ends_its_stream_with_its_name(serve, small_world, shelf, name):
    with serve(small_world()) as forge:
        forge.sandbox.github.state.settings.removed = frozenset({name})
        forge.collect(shelf(), [forge.target(0)], kinds={"issues"})
    [error] = forge.errors.values()
    assert isinstance(error, Failed) and name.partition(".")[2].partition("(")[0] in str(error)


def test_all_that_went_together_is_left_out_after_one_refusal_of_each_query(serve, small_world, shelf):
    with serve(small_world()) as forge:
        held = shelf()
        forge.sandbox.github.state.settings.removed = frozenset(
            {"Issue.closedAt", "Issue.timelineItems(itemTypes)", "Issue.stateReason(enableDuplicate)"}
        )
        forge.collect(held, [forge.target(0)], kinds={"issues"}, github=(github := forge.open()))
        requests = [each for each in forge.sandbox.counters.recent if each["operation"] == "Issues"]
        pages = len(held.batches)
    assert len(requests) == pages + 1
    assert {row.reopened_count for row in held.table("issues").values()} == {None}
    assert set(github.graphql.drift()) == {
        "Issue.closedAt: no longer answered",
        "Issue.timelineItems: no longer answered",
        "Issue.stateReason(enableDuplicate): no longer answered",
    }
    assert github.graphql.drift() == {}


@pytest.mark.parametrize(
    ("error", "names"),
    [
        ({"message": "Field 'isDraft' doesn't exist on type 'PullRequest'"}, {"PullRequest.isDraft"}),
        ({"message": "Field 'isDraft' doesn't exist on type 'Issue'"}, set()),
        ({"extensions": {"code": "undefinedField", "typeName": "Ref", "fieldName": "name"}}, {"Ref.name"}),
        ({"message": "Field 'timelineItems' doesn't accept argument 'itemTypes'"}, {"Issue.timelineItems"}),
        ({"message": "Field 'issues' doesn't accept argument 'orderBy'"}, set()),
        ({"message": 'Parse error on "}"'}, set()),
    ],
)
def test_a_refusal_is_read_by_its_code_or_its_words(error, names):
    assert left_out([error]) == names
    assert left_out([error, {"type": "NOT_FOUND", "message": "gone"}]) == set()
