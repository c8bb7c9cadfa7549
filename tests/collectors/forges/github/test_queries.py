"""Every query is one that GitHub's published schema accepts."""

from pathlib import Path

import pytest
from graphql import Visitor, build_schema, parse, validate, visit

from collectors.forges.github.graphql import query_text
from collectors.forges.github.kinds.discovery import glance_query
from collectors.forges.github.survey import survey_query

ROOT = Path(__file__).parents[4]
SCHEMA = build_schema((ROOT / "tests" / "contracts" / "github-graphql-subset.graphql").read_text())
QUERIES = sorted(
    path.stem
    for path in (ROOT / "collectors/forges/github/queries").glob("*.graphql")
    if "\nquery " in f"\n{path.read_text()}"
)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_is_valid(name):
    assert validate(SCHEMA, parse(query_text(name))) == []


def test_the_survey_is_valid_by_name_and_by_id():
    text, variables = survey_query([("a/b", None), ("c/d", "R_1")])
    assert validate(SCHEMA, parse(text)) == []
    assert variables == {"owner0": "a", "name0": "b", "id1": "R_1"}


def test_the_glance_at_owners_is_valid():
    text, variables = glance_query(["a", "b"])
    assert validate(SCHEMA, parse(text)) == []
    assert variables == {"login0": "a", "login1": "b"}


def test_every_query_says_what_it_costs():
    assert len(QUERIES) >= 7
    assert all("rateLimit" in query_text(name) for name in QUERIES)


class Fields(Visitor):
    """Notes every field that a document asks for."""

    def __init__(self):
        super().__init__()
        self.names = set()

    def enter_field(self, node, *_):
        self.names.add(node.name.value)


def test_the_probe_asks_how_many_stars_there_are_and_of_nobody():
    asked = Fields()
    visit(parse(query_text("probe")), asked)
    assert "stargazers" in asked.names
    assert not asked.names & {"node", "login", "author", "body", "title"}


def test_no_query_asks_for_people_who_gave_stars_or_for_words():
    asked = Fields()
    for name in set(QUERIES) - {"probe"}:
        visit(parse(query_text(name)), asked)
    assert {"author", "number", "repositories"} <= asked.names
    assert not asked.names & {
        "stargazers",
        "body",
        "bodyText",
        "title",
        "email",
        "description",
        "messageBody",
    }
