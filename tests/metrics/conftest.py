"""A small world for metrics: a test states the facts that matter, and reads what the built warehouse says.

``world`` keeps facts; ``built`` lands, loads and builds them and gives values by subject and period. Every
repository that has a fact is registered as somebody's own and its streams as collected on ``COLLECTED_AT``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from collectors import records
from collectors.records import Record
from flows import ledger, registered
from flows.steps import RECORD_TYPES

COLLECTED_AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
STREAM_KINDS = ("history", "issues", "change_requests", "stars", "forks", "releases")


def instant(text: str) -> datetime:
    """Read an instant in UTC: "2026-01-31 16:00", or a day, which is its noon."""
    moment = datetime.fromisoformat(text)
    return moment.replace(hour=12 if len(text) == len("2026-01-31") else moment.hour, tzinfo=UTC)


@dataclass
class World:
    """Facts that are going to land."""

    facts: list[Record] = field(default_factory=list)
    collected_until: dict[str, datetime] = field(default_factory=dict)
    stream_kinds: tuple[str, ...] = STREAM_KINDS

    def organization(self, organization_id: str, **facts: Any) -> None:
        """Found an organisation of Guangzhou."""
        plain = registered.Organization(
            organization_id=organization_id,
            name_zh=f"{organization_id}（虚构）",
            name_en=organization_id,
            kind="enterprise",
            sector="internet",
            district="tianhe",
            park=None,
            size_class=None,
            is_backbone=None,
            relation="guangzhou",
            parent_organization_id=None,
            source="made up",
        )
        self.facts.append(replace(plain, **facts))

    def claim(self, subject_id: str, organization_id: str, **facts: Any) -> None:
        """Say whose a repository is, with high confidence."""
        plain = registered.Claim(
            claim_id=f"C{len(self.facts):04}",
            subject_kind="repository",
            subject_id=subject_id,
            organization_id=organization_id,
            evidence_kind="official_statement",
            source="made up",
            affiliation_confidence="high",
            account_confidence="high",
            valid_from_on=None,
            valid_until_on=None,
            review_status="unreviewed",
            reviewer=None,
            reviewed_on=None,
        )
        self.facts.append(replace(plain, **facts))

    def repository(
        self,
        repository_id: str,
        organization_id: str | None = None,
        scope_id: str | None = None,
        **facts: Any,
    ) -> str:
        """Register a repository, claim it for an organisation and put it into a scope."""
        forge, _, full_name = repository_id.partition(":")
        plain = registered.RegisteredRepository(
            repository_id=repository_id,
            forge=forge,
            full_name=full_name,
            url=f"https://forge.example/{full_name}",
            role="own",
            project_id=facts.get("mirror_of") or repository_id,
            mirror_of=None,
            is_aggregate_only=False,
            depth="full",
        )
        self.facts.append(replace(plain, **facts))
        if organization_id:
            self.claim(repository_id, organization_id)
        if scope_id:
            self.facts.append(registered.ScopeRepository(scope_id=scope_id, repository_id=repository_id))
        return repository_id

    def commit(
        self, repository_ids: str | Iterable[str], sha: str, author: str, at: str, **facts: Any
    ) -> None:
        """Put one commit into one or several repositories; its author's key is ``author``."""
        mapped, is_reachable = facts.pop("author_mapped_key", None), facts.pop("is_reachable", True)
        plain = records.Commit(
            sha=sha,
            parent_shas=("root",),
            authored_at=instant(at),
            author_offset_minutes=480,
            committed_at=instant(at),
            committer_offset_minutes=480,
            key_id="k",
            author_key=author,
            author_domain="",
            committer_key=author,
            committer_domain="",
            lines_added=1,
            lines_deleted=0,
            files_changed=1,
        )
        self.facts.append(replace(plain, **facts))
        for repository_id in [repository_ids] if isinstance(repository_ids, str) else repository_ids:
            self.facts.append(
                records.RepositoryCommit(
                    repository_id=repository_id, sha=sha, is_reachable=is_reachable, author_mapped_key=mapped
                )
            )

    def commits(self, repository_id: str, author: str, *days: str) -> None:
        """Put a plain commit of one author on each of some days."""
        for day in days:
            self.commit(repository_id, f"{repository_id} {author} {len(self.facts)}", author, day)

    def tag(self, repository_id: str, name: str, at: str, target_sha: str | None) -> None:
        """Tag a commit of a repository."""
        self.facts.append(
            records.Tag(
                repository_id=repository_id,
                name=name,
                target_sha=target_sha,
                tagged_at=instant(at),
                is_annotated=True,
            )
        )

    def head(self, repository_id: str, **facts: Any) -> records.RepositoryHead:
        """Say what HEAD of a repository shows: nothing in particular."""
        plain = records.RepositoryHead(
            repository_id=repository_id,
            is_empty=False,
            default_branch="main",
            head_sha=None,
            head_committed_at=None,
            root_shas=(),
            license_spdx_id=None,
            has_license=False,
            has_security_policy=False,
            has_contributing_guide=False,
            has_code_of_conduct=False,
            has_ci=False,
            has_lock_file=False,
            has_sbom=False,
            has_mailmap=False,
            is_line_count_known=True,
        )
        return replace(plain, **facts)

    def mail_domain(self, domain: str, scope: str, canonical_domain: str | None = None) -> None:
        """Say what a mail domain tells about an employer."""
        self.facts.append(
            registered.MailDomain(
                domain=domain, canonical_domain=canonical_domain or domain, domain_scope=scope, note=None
            )
        )

    def account(self, account_id: str, kind: str = "user") -> None:
        """Open an account on a forge."""
        forge, _, login = account_id.partition(":")
        self.facts.append(records.Account(account_id=account_id, forge=forge, login=login, kind=kind))

    def issue(self, repository_id: str, number: str, author: str | None, at: str, **facts: Any) -> None:
        """Open an issue; ``closed`` says when it was closed."""
        closed = facts.pop("closed", None)
        plain = records.Issue(
            repository_id=repository_id,
            number=number,
            forge_issue_id=None,
            author_account_id=author,
            state="closed" if closed else "open",
            forge_state="closed" if closed else "open",
            state_reason=None,
            opened_at=instant(at),
            updated_at=None,
            closed_at=instant(closed) if closed else None,
            reopened_count=None,
            comment_count=None,
        )
        self.facts.append(replace(plain, **facts))

    def change_request(
        self, repository_id: str, number: str, author: str | None, at: str, **facts: Any
    ) -> None:
        """Open a change request; ``merged`` and ``closed`` say when that was, ``merger`` who merged."""
        merged, closed = facts.pop("merged", None), facts.pop("closed", None)
        plain = records.ChangeRequest(
            repository_id=repository_id,
            number=number,
            forge_change_request_id=None,
            author_account_id=author,
            merged_by_account_id=facts.pop("merger", None),
            state="merged" if merged else "closed" if closed else "open",
            is_draft=False,
            opened_at=instant(at),
            updated_at=None,
            merged_at=instant(merged) if merged else None,
            closed_at=instant(merged or closed) if merged or closed else None,
            merge_commit_sha=None,
            base_branch="main",
            lines_added=None,
            lines_deleted=None,
            files_changed=None,
            commit_count=None,
            comment_count=None,
            review_count=None,
            review_comment_count=None,
        )
        self.facts.append(replace(plain, **facts))

    def comment(self, repository_id: str, thread: str, author: str | None, at: str) -> None:
        """Comment on "issue 1" or "change_request 2"."""
        kind, number = thread.split()
        self.facts.append(
            records.Comment(
                repository_id=repository_id,
                comment_id=f"c{len(self.facts)}",
                parent_kind=kind,
                parent_number=number,
                author_account_id=author,
                commented_at=instant(at),
            )
        )

    def review(self, repository_id: str, number: str, author: str | None, at: str, **facts: Any) -> None:
        """Approve a change request."""
        plain = records.Review(
            repository_id=repository_id,
            review_id=f"r{len(self.facts)}",
            change_request_number=number,
            reviewer_account_id=author,
            state="approved",
            submitted_at=instant(at),
            comment_count=None,
        )
        self.facts.append(replace(plain, **facts))

    def add(self, *facts: Record) -> None:
        """Keep any other records."""
        self.facts.extend(facts)

    def landed(self) -> list[Record]:
        """Give all facts, with a ledger entry for every stream of every registered repository and package."""
        streams = [
            ("git" if kind == "history" else fact.forge, fact.repository_id, kind)
            for fact in self.facts
            if isinstance(fact, registered.RegisteredRepository)
            for kind in self.stream_kinds
        ] + [
            (fact.ecosystem, fact.package_id, "releases")
            for fact in self.facts
            if isinstance(fact, registered.RegisteredPackage)
        ]
        return [*self.facts, *(self._entry(*stream) for stream in streams)]

    def _entry(self, source: str, target_id: str, kind: str) -> ledger.LedgerEntry:
        at = self.collected_until.get(target_id, COLLECTED_AT)
        return ledger.LedgerEntry(
            run_id="run",
            source=source,
            target_id=target_id,
            kind=kind,
            started_at=at,
            ended_at=at,
            outcome="ok",
            detail=None,
            window_from=None,
            window_until=None,
            row_count=1,
            forge_total=None,
            request_count=0,
            quota_remaining=None,
            is_complete=True,
        )


@dataclass
class Built:
    """A built warehouse and the short questions that tests ask it."""

    db: duckdb.DuckDBPyConnection

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """Run a query."""
        return self.db.execute(sql, list(values)).fetchall()

    def values(self, metric: str, subject: str, period_kind: str = "month") -> dict[str, float | None]:
        """Give a metric's values by period for "organization:zhu"; months read "2026-01", years "2026"."""
        rows = self.rows(
            f"select period_start_on, value from metrics.{metric}"
            " where subject_kind || ':' || subject_id = ? and period_kind = ? order by 1",
            subject,
            period_kind,
        )
        return {_period(start, period_kind): value for start, value in rows}

    def samples(self, metric: str, subject: str, period_kind: str = "month") -> dict[str, int]:
        """Give a metric's sample counts by period."""
        rows = self.rows(
            f"select period_start_on, sample_count from metrics.{metric}"
            " where subject_kind || ':' || subject_id = ? and period_kind = ? order by 1",
            subject,
            period_kind,
        )
        return {_period(start, period_kind): count for start, count in rows}


@dataclass
class Builder:
    """Builds a world in a folder of its own."""

    data: Path
    connections: list[duckdb.DuckDBPyConnection] = field(default_factory=list)

    def __call__(self, world: World, later: Iterable[Record] = ()) -> Built:
        """Land the world as seen on ``COLLECTED_AT`` and what was seen a day ``later``; load and build."""
        landing = warehouse.Landing(self.data / "landing", "reality")
        day_after = COLLECTED_AT + timedelta(days=1)
        for facts, observed_at in ((world.landed(), COLLECTED_AT), (later, day_after)):
            landing.append(
                warehouse.Stream("test", "world", "facts"),
                facts,
                {},
                observed_at=observed_at,
                run_id="run",
                key_id="k",
            )
        db = duckdb.connect(self.data / "warehouse.duckdb")
        self.connections.append(db)
        warehouse.load(db, landing, RECORD_TYPES)
        warehouse.build(db, as_of=day_after, now=day_after)
        return Built(db)


@pytest.fixture
def world() -> World:
    return World()


def estuary_world() -> World:
    """One organisation with two repositories, a mirror and a fork, and every trap that counting meets.

    Ann works in both repositories; she and Bob in two months of one quarter. The mirror repeats what River
    has. A commit was withdrawn, one is a robot's, one is a merge, and one falls into March in Shanghai only.
    """
    world = World()
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    tide = world.repository("github:zhu/tide", "zhu", "guangzhou")
    mirror = world.repository("gitee:zhu/river", "zhu", "guangzhou", role="mirror", mirror_of=river)
    fork = world.repository("github:zhu/borrowed", "zhu", "guangzhou", role="fork")
    world.commit([river, mirror], "a1", "ann", "2026-01-10", lines_added=10, lines_deleted=1)
    world.commit(tide, "a2", "ann", "2026-01-20", lines_added=20, lines_deleted=2)
    world.commit([river, mirror], "b1", "bob", "2026-02-10", lines_added=30, lines_deleted=3)
    world.commit(river, "a3", "ann", "2026-02-20", lines_added=40, lines_deleted=4)
    world.commit(river, "gone", "bob", "2026-02-11", is_reachable=False)
    world.commit(river, "auto", "robot", "2026-02-12", bot_rule="forge-app")
    world.commit(river, "join", "max", "2026-02-13", parent_shas=("a1", "b1"))
    world.commit(tide, "e1", "eve", "2026-02-28 16:00", lines_added=50, lines_deleted=5)
    world.commit(fork, "foreign", "zoe", "2026-02-14")
    return world


def threads_world() -> World:
    """Two repositories of one organisation and what people, a bot and a deleted account do in them."""
    world = World()
    world.organization("zhu")
    river = world.repository("github:zhu/river", "zhu", "guangzhou")
    tide = world.repository("github:zhu/tide", "zhu", "guangzhou")
    for login in ("ann", "bob", "eve"):
        world.account(f"github:{login}")
    world.account("github:robot", kind="bot")
    # issues: closed after 2 days; still open; open until March in Shanghai; a bot's
    world.issue(river, "1", "github:ann", "2026-01-10 00:00", closed="2026-01-12 00:00")
    world.issue(river, "2", "github:ann", "2026-01-20 00:00")
    world.issue(tide, "1", "github:bob", "2026-01-31 16:00", closed="2026-02-28 16:00")
    world.issue(tide, "9", "github:robot", "2026-01-05 00:00", closed="2026-01-06 00:00")
    world.comment(river, "issue 1", "github:ann", "2026-01-10 01:00")
    world.comment(river, "issue 1", "github:robot", "2026-01-10 02:00")
    world.comment(river, "issue 1", None, "2026-01-10 03:00")
    world.comment(river, "issue 1", "github:bob", "2026-01-10 06:00")
    world.comment(river, "issue 1", "github:eve", "2026-01-10 07:00")
    world.comment(river, "issue 2", "github:eve", "2026-03-05 00:00")
    # change requests: merged by another after a review; by the author; declined; open; a bot's
    world.change_request(
        river, "11", "github:ann", "2026-01-10 00:00", merged="2026-01-13 00:00", merger="github:bob"
    )
    world.review(river, "11", "github:ann", "2026-01-10 10:00", state="commented")
    world.review(river, "11", "github:bob", "2026-01-11 00:00")
    world.review(river, "11", "github:robot", "2026-01-10 12:00")
    world.change_request(
        tide, "12", "github:bob", "2026-01-15 00:00", merged="2026-02-04 00:00", merger="github:bob"
    )
    world.comment(tide, "change_request 12", "github:ann", "2026-01-15 04:00")
    world.change_request(tide, "13", "github:eve", "2026-02-10 00:00", closed="2026-02-28 16:00")
    world.change_request(river, "14", "github:eve", "2026-02-11 00:00")
    world.change_request(
        river, "15", "github:robot", "2026-02-12 00:00", merged="2026-02-13 00:00", merger="github:ann"
    )
    return world


@pytest.fixture
def employed(world: World) -> World:
    """A repository whose authors use domains of every scope: known are 3 of 4, 1 of 3 and 1 of 2."""
    world.organization("zhu")
    world.claim("zhu.example", "zhu", subject_kind="mail_domain")
    river = world.repository("github:zhu/river")
    for domain in ("zhu.example", "other.example", "third.example"):
        world.mail_domain(domain, "exclusive")
    world.mail_domain("zhv.example", "exclusive", canonical_domain="zhu.example")  # mistyped
    world.mail_domain("shared.example", "shared")
    world.mail_domain("partners.example", "contractor")
    domains = {
        "2026-01": ("zhu.example", "zhv.example", "other.example", "unheard-of.example"),
        "2026-02": ("shared.example", "partners.example", "zhu.example"),
        "2026-03": ("other.example", "shared.example"),
    }
    for month, found in domains.items():
        for number, domain in enumerate(found):
            world.commit(river, f"{month} {number}", f"who{number}", f"{month}-05", author_domain=domain)
    return world


@pytest.fixture
def estuary() -> World:
    return estuary_world()


@pytest.fixture
def threads() -> World:
    return threads_world()


@pytest.fixture
def built(tmp_path: Path) -> Iterable[Builder]:
    yield from building(tmp_path)


@pytest.fixture(scope="session")
def built_estuary(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Built]:
    for builder in building(tmp_path_factory.mktemp("estuary")):
        yield builder(estuary_world())


@pytest.fixture(scope="session")
def built_threads(tmp_path_factory: pytest.TempPathFactory) -> Iterable[Built]:
    for builder in building(tmp_path_factory.mktemp("threads")):
        yield builder(threads_world())


def building(folder: Path) -> Iterable[Builder]:
    """Give a builder, and close in the end what it opened."""
    builder = Builder(folder)
    yield builder
    for connection in builder.connections:
        connection.close()


def _period(start_on: date, period_kind: str) -> str:
    if period_kind == "quarter":
        return f"{start_on:%Y}Q{(start_on.month + 2) // 3}"
    return f"{start_on:%Y-%m}" if period_kind == "month" else f"{start_on:%Y}"
