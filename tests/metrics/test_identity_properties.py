"""What holds of people whatever was found about them, tried on worlds made at random."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import warehouse
from flows.runs.steps import RECORD_TYPES
from warehouse.building.model import MODELS, Model, built_models

SEEN_AT = datetime(2026, 11, 1, tzinfo=UTC)
AT = datetime(2026, 1, 1, tzinfo=UTC)
EXAMPLES = settings(max_examples=10, deadline=None)


@dataclass(frozen=True)
class Found:
    """One piece of evidence about mailbox ``left``, and when it was observed (hours after the first)."""

    kind: str  # forge_link | noreply | mailmap | trailer | same | different
    left: int
    right: int
    hour: int = 0


def found(last: int, first: int = 0) -> st.SearchStrategy[Found]:
    """Evidence among the mailboxes and accounts of some numbers."""
    numbers = st.integers(first, last)
    kinds = st.sampled_from(["forge_link", "noreply", "mailmap", "trailer", "same", "different"])
    return st.builds(Found, kind=kinds, left=numbers, right=numbers, hour=st.integers(0, 3))


WORLDS = st.lists(found(7), max_size=14)


def account(number: int) -> str:
    """Accounts lie on two forges."""
    return f"{['github', 'gitee'][number % 2]}:{number}"


def rows(facts: Iterable[Found]) -> dict[str, list[dict[str, object]]]:
    """Write evidence as the raw rows that would tell it."""
    tables: dict[str, list[dict[str, object]]] = {}
    for sequence, fact in enumerate(facts):
        name = "_".join(map(str, asdict(fact).values()))
        origin = {
            "observed_at": SEEN_AT + timedelta(hours=fact.hour),
            "content_hash": name,
            "is_deleted": False,
            "stream": "s",
            "sequence": sequence,
        }
        for table, row in _told(fact, name):
            tables.setdefault(table, []).append({**origin, **row})
    return tables


def _told(fact: Found, name: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    mailbox, other = f"m{fact.left}", f"m{fact.right}"
    if fact.kind in ("same", "different"):
        claim = {"claim_id": name, "left_node": f"key:{mailbox}", "right_node": f"key:{other}"}
        yield "identity_claims", claim | {"relation": fact.kind, "review_status": "unreviewed"}
        return
    commit = {
        "sha": name,
        "parent_shas": ["p"],
        "author_key": mailbox,
        "author_domain": "d.example",
        "author_account": account(fact.right) if fact.kind == "noreply" else None,
        "authored_at": AT,
        "committed_at": AT,
    }
    yield "commits", commit
    yield (
        "repository_commits",
        {
            "repository_id": f"github:o/{name}",
            "sha": name,
            "is_reachable": True,
            "author_mapped_key": other if fact.kind == "mailmap" else None,
            "author_mapped_domain": "d.example" if fact.kind == "mailmap" else None,
        },
    )
    if fact.kind == "forge_link":
        forge = account(fact.right).partition(":")[0]
        yield "commit_accounts", {"sha": name, "forge": forge, "author_account_id": account(fact.right)}
    if fact.kind == "trailer":
        trailer = {"sha": name, "position": 0, "kind": "co-authored-by", "person_key": f"t{fact.right}"}
        yield (
            "commit_trailers",
            trailer | {"person_domain": "d.example", "person_account": account(fact.left)},
        )


class Resolver:
    """A warehouse in memory that resolves one world after another."""

    def __init__(self, folder: Path) -> None:
        self.db = duckdb.connect()
        warehouse.load(self.db, warehouse.Landing(folder / "landing", "test"), RECORD_TYPES)
        self.models = list(_leading_to("intermediate.contributor_nodes", built_models(MODELS)))

    def __call__(self, facts: Iterable[Found], column: str = "contributor_id") -> dict[str, str]:
        """Give the contributor of every node."""
        self._resolve(facts)
        named = self.db.execute(f"select node_id, {column} from intermediate.contributor_nodes").fetchall()
        self.db.execute("rollback")
        return dict(named)

    def links(self, facts: Iterable[Found]) -> tuple[dict[str, str], list[tuple[str, str]]]:
        """Give the contributor of every node, and the links that count."""
        self._resolve(facts)
        named = self.db.execute(
            "select node_id, contributor_id from intermediate.contributor_nodes"
        ).fetchall()
        links = self.db.execute("select left_node, right_node from intermediate.identity_links").fetchall()
        self.db.execute("rollback")
        return dict(named), links

    def _resolve(self, facts: Iterable[Found]) -> None:
        self.db.execute("begin")
        for schema in ("build", "staging", "intermediate"):
            self.db.execute(f"create schema {schema}")
        self.db.execute(
            "create table build.parameters as"
            " select timestamptz '2026-12-01' as as_of, now() as built_at, 'test' as world_id"
        )
        for table, told in rows(facts).items():
            arrow = pa.Table.from_pylist(told)  # noqa: F841  (DuckDB reads it by its name)
            self.db.execute(f"insert into raw.{table} by name select * from arrow")
        for model in self.models:
            self.db.execute(f"create {model.header.get('as', ['table'])[0]} {model.name} as {model.sql}")


def _leading_to(name: str, models: list[Model]) -> Iterator[Model]:
    wanted = {name}
    for model in reversed(models):
        if model.name in wanted:
            wanted |= model.reads
    return (model for model in models if model.name in wanted)


@pytest.fixture(scope="module")
def resolve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resolver]:
    resolver = Resolver(tmp_path_factory.mktemp("resolver"))
    yield resolver
    resolver.db.close()


def groups(named: Mapping[str, str]) -> set[frozenset[str]]:
    """The people, as sets of nodes."""
    found: dict[str, set[str]] = {}
    for node, contributor in named.items():
        found.setdefault(contributor, set()).add(node)
    return {frozenset(nodes) for nodes in found.values()}


@EXAMPLES
@given(facts=WORLDS)
def test_people_are_what_the_links_connect(resolve, facts):
    named, links = resolve.links(facts)
    people = {node: {node} for node in named}
    for left, right in links:
        merged = people[left] | people[right]
        for node in merged:
            people[node] = merged
    assert groups(named) == {frozenset(nodes) for nodes in people.values()}


@EXAMPLES
@given(facts=WORLDS, other=found(19, first=12))
def test_an_unrelated_link_changes_no_other_contributor(resolve, facts, other):
    before, after = resolve(facts), resolve([*facts, other])
    assert {node: after[node] for node in before} == before


@EXAMPLES
@given(facts=WORLDS, left=st.integers(0, 7), right=st.integers(0, 7))
def test_a_link_taken_back_leaves_everybody_as_before(resolve, facts, left, right):
    others = [fact for fact in facts if {fact.left, fact.right} != {left, right}]
    link = Found("same", left, right, hour=4)
    before, joined = resolve(others), resolve([*others, link])
    parted = resolve([*others, link, replace(link, kind="different")])
    assert joined[f"key:m{left}"] == joined[f"key:m{right}"]
    assert {node: parted[node] for node in before} == before


@EXAMPLES
@given(facts=WORLDS, chance=st.randoms(use_true_random=False))
def test_the_order_of_what_was_found_does_not_matter(resolve, facts, chance):
    mixed = list(facts)
    chance.shuffle(mixed)
    for column in ("contributor_id", "forge_contributor_id"):
        assert resolve(mixed, column) == resolve(facts, column)


@EXAMPLES
@given(facts=WORLDS, later=st.lists(found(9), max_size=6))
def test_what_is_found_later_gives_nobody_a_new_name(resolve, facts, later):
    before = resolve(facts)
    after = resolve([*facts, *(replace(fact, hour=9) for fact in later)])
    assert {after[node] for node in before} <= set(before.values()) | _parted(before, after)


def _parted(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    """The names of those who left company they had: by a claim, or a mailbox found to be shared."""
    company = {name: {node for node in before if before[node] == name} for name in before.values()}
    return {
        after[node] for node, name in before.items() if len({after[other] for other in company[name]}) > 1
    }


@EXAMPLES
@given(facts=WORLDS)
def test_without_the_join_nobody_has_accounts_on_two_forges(resolve, facts):
    for nodes in groups(resolve(facts, "forge_contributor_id")):
        assert len({node.split(":")[1] for node in nodes if node.startswith("account:")}) <= 1
