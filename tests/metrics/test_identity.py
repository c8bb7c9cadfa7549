"""Who is one person: by which evidence, by which not, and under which name."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from collectors import records

RIVER = "github:zhu/river"
STREAM = "gitee:zhu/stream"


class People:
    """A world of two repositories, with the short words for what says who is who."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.count = 0
        for repository_id in (RIVER, STREAM):
            world.repository(repository_id)

    def commit(self, author: str, *, account: str | None = None, where: str = RIVER, **facts: Any) -> str:
        """Commit, and let the repository's forge say whose account that is."""
        self.count += 1
        sha = f"sha{self.count}"
        domain = {"author_domain": f"{author}.example"}
        self.world.commit(where, sha, author, "2026-01-10", **domain | facts)
        if account:
            self.world.add(
                records.CommitAccount(
                    sha=sha,
                    forge=where.partition(":")[0],
                    author_account_id=account,
                    committer_account_id=None,
                )
            )
        return sha

    def mapped(self, author: str, to: str, where: str = RIVER) -> None:
        """Commit under a mailbox that the repository's mailmap leads to another."""
        self.commit(author, where=where)
        self.world.facts[-1] = records.RepositoryCommit(
            repository_id=where,
            sha=f"sha{self.count}",
            author_mapped_key=to,
            author_mapped_domain=f"{to}.example",
        )

    def trailer(self, sha: str, person: str, *, account: str | None, kind: str = "co-authored-by") -> None:
        """Name somebody in a commit's text."""
        self.world.add(
            records.CommitTrailer(
                sha=sha,
                position=self.count,
                kind=kind,
                key_id="k",
                person_key=person,
                person_domain="users.noreply.github.com",
                person_account=account,
            )
        )

    def claim(self, left: str, right: str, relation: str = "same", **facts: Any) -> None:
        """Claim that two nodes are one person, or are not."""
        self.count += 1
        self.world.identity(left, right, relation, **{"claim_id": f"I{self.count:04}", **facts})


@pytest.fixture
def people(world) -> People:
    return People(world)


@pytest.fixture
def groups(people, built):
    """Build, and give the nodes of every contributor who has more than one."""

    def of(name: str = "contributor_id") -> list[set[str]]:
        rows = built(people.world).rows(
            f"select list(node_id) from intermediate.contributor_nodes group by {name}"
            " having count(*) > 1 order by min(node_id)"
        )
        return [set(nodes) for (nodes,) in rows]

    return of


def refusals(result: Any) -> dict[tuple[str, str], str | None]:
    rows = result.rows("select left_node, right_node, refused_because from intermediate.identity_evidence")
    return {(left, right): reason for left, right, reason in rows}


def test_the_forge_links_two_mailboxes_with_one_account(people, groups):
    people.commit("ann", account="github:1")
    people.commit("ann-at-work", account="github:1")
    people.commit("bob", account="github:2")
    assert groups() == [{"account:github:1", "key:ann", "key:ann-at-work"}, {"account:github:2", "key:bob"}]


def test_a_noreply_mailbox_names_its_account_by_id_or_login(people, groups):
    people.commit("hidden", author_account="github:1")
    people.commit("old-style", author_account="github:@ann")
    people.world.add(records.Account(account_id="github:1", forge="github", login="Ann", kind="user"))
    assert groups() == [{"account:github:1", "account:github:@ann", "key:hidden", "key:old-style"}]


def test_a_login_that_two_accounts_had_stays_a_login(people, groups):
    people.commit("old-style", author_account="github:@ann")
    for account_id in ("github:1", "github:2"):
        people.world.add(records.Account(account_id=account_id, forge="github", login="ann", kind="user"))
    assert groups() == [{"account:github:@ann", "key:old-style"}]


def test_a_mailmap_links_wherever_the_mailbox_is_used(people, built):
    people.mapped("old", "new")
    people.commit("old", where=STREAM)
    people.commit("new", where=STREAM)
    assert built(people.world).values("contributors", f"repository:{STREAM}", "year") == {"2026": 1}


def test_a_mailmap_that_tells_people_of_one_mailbox_apart_links_none(people, built):
    people.mapped("lab", "ann")
    people.mapped("lab", "bob")
    result = built(people.world)
    assert set(refusals(result).values()) == {"split_mailmap"}
    assert result.values("contributors", f"repository:{RIVER}", "year") == {"2026": 2}


def test_mailmaps_that_lead_one_mailbox_to_two_link_none(people, built):
    people.mapped("lab", "ann")
    people.mapped("lab", "bob", where=STREAM)
    assert set(refusals(built(people.world)).values()) == {"shared_mailbox"}


def test_a_mailmap_for_some_names_of_a_mailbox_links_none(people, built):
    people.mapped("lab", "ann")
    people.commit("lab")
    result = built(people.world)
    assert refusals(result) == {("key:lab", "key:ann"): "split_mailmap"}
    assert result.values("contributors", f"repository:{RIVER}", "year") == {"2026": 2}


def test_a_noreply_mailbox_in_a_trailer_names_its_account(people, groups):
    sha = people.commit("bob")
    people.trailer(sha, "hidden", account="github:1")
    people.commit("ann", account="github:1")
    assert groups() == [{"account:github:1", "key:ann", "key:hidden"}]


def test_signing_off_what_another_wrote_links_nobody(people, groups):
    sha = people.commit("ann", account="github:1")
    people.trailer(sha, "maintainer", account=None, kind="signed-off-by")
    people.commit("maintainer", account="github:2")
    assert groups() == [{"account:github:1", "key:ann"}, {"account:github:2", "key:maintainer"}]


def test_a_claim_joins_and_another_parts(people, built):
    people.commit("ann", account="github:1")
    people.commit("ann-at-home")
    people.claim("key:ann-at-home", "account:github:1")
    people.commit("bob", account="github:2")
    people.claim("account:github:2", "key:bob", "different")
    result = built(people.world)
    assert refusals(result)["key:bob", "account:github:2"] == "claimed_different"
    rows = result.rows(
        "select contributor_id, count(*) from intermediate.contributor_nodes group by 1 order by 1"
    )
    assert rows == [("account:github:1", 3), ("account:github:2", 1), ("key:bob", 1)]


@pytest.mark.parametrize(
    "facts",
    [
        {"review_status": "rejected"},
        {"valid_until_on": date(2026, 11, 1)},
        {"valid_from_on": date(2026, 12, 1)},
    ],
    ids=["rejected", "over", "not yet"],
)
def test_a_claim_that_does_not_hold_joins_nobody(people, groups, facts):
    people.commit("ann")
    people.commit("bob")
    people.claim("key:ann", "key:bob", **facts)
    assert groups() == []


def test_a_claim_of_difference_that_other_evidence_contradicts_is_told(people, built):
    people.commit("ann", account="github:1")
    people.commit("bob", account="github:1")
    people.claim("key:ann", "key:bob", "different")
    result = built(people.world)
    rows = result.rows("select left_node, right_node, claim_id from intermediate.identity_contradictions")
    assert [row[:2] for row in rows] == [("key:ann", "key:bob")]
    awaiting = (
        "select subject_id, commit_count, share_ratio from {} where item_kind = 'identity_contradiction'"
    )
    assert result.rows(awaiting.format("intermediate.review_items")) == [(rows[0][2], 2, 1.0)]
    assert result.rows(awaiting.format("marts.review_items")) == [(None, 2, 1.0)]


def test_a_mailbox_of_two_accounts_on_one_forge_is_no_bridge(people, built):
    people.commit("build", account="github:1")
    people.commit("build", account="github:2")
    people.commit("build", account="gitee:9", where=STREAM)
    people.commit("ann", account="github:1")
    result = built(people.world)
    assert refusals(result) == {
        ("key:build", "account:github:1"): "shared_mailbox",
        ("key:build", "account:github:2"): "shared_mailbox",
        ("key:build", "account:gitee:9"): "shared_mailbox",
        ("key:ann", "account:github:1"): None,
    }


def test_an_account_of_more_than_twenty_mailboxes_links_none(people, groups):
    for number in range(21):
        people.commit(f"crowd{number}", account="github:1")
    for number in range(20):
        people.commit(f"many{number:02}", account="github:2")
    assert [len(group) for group in groups()] == [21]


def test_a_mailbox_without_a_public_domain_is_nobodys_own(people, built):
    people.commit("root", account="github:1", author_domain="")
    assert refusals(built(people.world)) == {("key:root", "account:github:1"): "no_public_domain"}


def test_bots_join_nobody_and_their_mailboxes_are_bots(people, built):
    people.world.account("github:7", kind="bot")
    people.commit("robot", account="github:7")
    people.commit("robot", account="gitee:8", where=STREAM)
    people.commit("ann", bot_rule="list", account="github:1")
    people.claim("key:ann", "account:github:7")
    result = built(people.world)
    assert refusals(result)["key:robot", "account:github:7"] == "bot"
    assert refusals(result)["key:ann", "account:github:7"] == "bot"
    nodes = result.rows("select node_id from intermediate.contributor_nodes where is_bot order by 1")
    assert nodes == [("account:github:7",), ("key:ann",), ("key:robot",)]
    assert result.values("contributors", f"repository:{RIVER}", "year") == {"2026": 0}


def test_accounts_of_two_forges_are_joined_and_kept_apart(people, groups):
    people.commit("ann", account="github:1")
    people.commit("ann", account="gitee:2", where=STREAM)
    people.commit("ann-in-hangzhou", account="gitee:2", where=STREAM)
    assert groups() == [{"account:github:1", "account:gitee:2", "key:ann", "key:ann-in-hangzhou"}]
    assert groups("forge_contributor_id") == [{"account:gitee:2", "key:ann", "key:ann-in-hangzhou"}]


def test_what_is_found_later_renames_nobody(people, built):
    people.commit("zoe")
    later = [
        records.CommitAccount(
            sha="sha1", forge="github", author_account_id="github:1", committer_account_id=None
        ),
        records.Account(account_id="github:1", forge="github", login="zoe", kind="user"),
    ]
    result = built(people.world, later)
    assert result.rows(
        "select former_id, contributor_id, evidence_kind from intermediate.contributor_aliases"
    ) == [("account:github:1", "key:zoe", "forge_link")]


def test_two_people_known_before_keep_the_older_name_when_they_turn_out_to_be_one(people, built):
    people.commit("zoe")
    shas = iter(("late1", "late2"))
    later = [records.RepositoryCommit(repository_id=RIVER, sha=sha) for sha in ("late1", "late2")]
    people.world.facts, kept = [], people.world.facts
    for author in ("ann", "zoe"):
        people.world.commit(
            [], next(shas), author, "2026-02-10", author_domain="a.example", author_account="github:1"
        )
    later, people.world.facts = [*later, *people.world.facts], kept
    rows = built(people.world, later).rows(
        "select distinct contributor_id from intermediate.contributor_nodes"
    )
    assert rows == [("key:zoe",)]


def test_a_chain_of_three_hundred_is_one_person(people, groups):
    nodes = [f"key:{number:03}" for number in range(300)]
    for left, right in pairwise(nodes):
        people.claim(left, right)
    assert groups() == [set(nodes)]
