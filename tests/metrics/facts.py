"""The facts of a small, made-up world, stated in few words and landed as real records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from collectors import records
from collectors.records import Record
from flows import ledger
from flows.config import identities
from flows.registry import record_types

COLLECTED_AT = datetime(2026, 11, 23, 4, tzinfo=UTC)
STREAM_KINDS = ("history", "issues", "change_requests", "stars", "forks", "releases")
RELEASES = {
    "1.0.0": "2025-01-01",
    "1.9.0": "2025-03-01",
    "1.10.0": "2025-06-01",
    "2.0.0-rc.1": "2026-01-01",
    "2.0.0": "2026-06-01",
}
"""Releases of a package by their days; the newest stable one is 2.0.0 of June 2026."""


def instant(text: str) -> datetime:
    """Read an instant in UTC: "2026-01-31 16:00", or a day, which is its noon."""
    moment = datetime.fromisoformat(text)
    return moment.replace(hour=12 if len(text) == len("2026-01-31") else moment.hour, tzinfo=UTC)


@dataclass
class World:
    """Facts that are going to land."""

    facts: list[Record] = field(default_factory=list)
    collected_until: dict[str, datetime | None] = field(default_factory=dict)  # None: never collected
    stream_kinds: tuple[str, ...] = STREAM_KINDS

    def organization(self, organization_id: str, **facts: Any) -> None:
        """Found an organisation of Guangzhou."""
        plain = record_types.Organization(
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
        plain = record_types.Claim(
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
        plain = record_types.RegisteredRepository(
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
            self.facts.append(record_types.ScopeRepository(scope_id=scope_id, repository_id=repository_id))
        return repository_id

    def commit(
        self, repository_ids: str | Iterable[str], sha: str, author: str, at: str, **facts: Any
    ) -> None:
        """Put one commit into one or several repositories; its author's key is ``author``."""
        mapped, is_reachable = facts.pop("author_mapped_key", None), facts.pop("is_reachable", True)
        mapped_domain = facts.pop("author_mapped_domain", None)
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
                    repository_id=repository_id,
                    sha=sha,
                    is_reachable=is_reachable,
                    author_mapped_key=mapped,
                    author_mapped_domain=mapped_domain,
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
            record_types.MailDomain(
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

    def package(
        self, name: str, releases: Mapping[str, str | None] = RELEASES, licence: str | None = "MIT"
    ) -> None:
        """Collect a package of npm and its releases by their days; nobody registers it."""
        package_id = f"npm:{name}"
        self.facts.append(
            records.Package(
                package_id=package_id,
                ecosystem="npm",
                name=name,
                license=licence,
                repository_url=None,
                latest_version=None,
                release_count=len(releases),
                is_deprecated=False,
            )
        )
        self.facts += [_release(package_id, version, day) for version, day in releases.items()]

    def dependency(self, repository_id: str, name: str, requirement: str | None, **facts: Any) -> None:
        """Declare a direct dependency in the repository's package.json."""
        plain = records.Dependency(
            repository_id=repository_id,
            manifest="package.json",
            ecosystem="npm",
            name=name,
            kind="runtime",
            requirement=requirement,
        )
        self.facts.append(replace(plain, **facts))

    def in_manifest(self, name: str, *branches: str, **facts: Any) -> None:
        """Let branches of OpenHarmony's manifest name a repository; without any, master does."""
        for branch in branches or ("master",):
            plain = records.ManifestRepository(
                release_branch=branch,
                name=name,
                source_path=name,
                groups=(),
                system_types=(),
                repository_class="other",
                remote=None,
                revision=None,
            )
            self.facts.append(replace(plain, **facts))

    def identity(self, left: str, right: str, relation: str = "same", **facts: Any) -> None:
        """Claim that two mailboxes or accounts are one person, or are not."""
        plain = identities.IdentityClaim(
            claim_id=f"I{len(self.facts):04}",
            left_node=left,
            right_node=right,
            relation=relation,
            evidence="made up",
            source="made up",
            valid_from_on=None,
            valid_until_on=None,
            review_status="unreviewed",
            reviewer=None,
            reviewed_on=None,
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
            if isinstance(fact, record_types.RegisteredRepository)
            for kind in self.stream_kinds
            if self.collected_until.get(fact.repository_id, COLLECTED_AT)
        ] + [
            (fact.ecosystem, fact.package_id, "releases")
            for fact in self.facts
            if isinstance(fact, record_types.RegisteredPackage)
        ]
        return [*self.facts, *(self._entry(*stream) for stream in streams)]

    def asked(self, source: str, target_id: str, kind: str, outcome: str = "ok") -> None:
        """Note that a stream was asked for which nothing here registers."""
        self.facts.append(replace(self._entry(source, target_id, kind), outcome=outcome))

    def _entry(self, source: str, target_id: str, kind: str) -> ledger.LedgerEntry:
        at = self.collected_until.get(target_id) or COLLECTED_AT
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


def _release(package_id: str, version: str, day: str | None) -> records.PackageRelease:
    return records.PackageRelease(
        package_id=package_id,
        package_version=version,
        published_at=instant(day) if day else None,
        is_prerelease="-" in version,
        is_yanked=False,
        is_deprecated=False,
        license=None,
        size_bytes=None,
        file_count=None,
    )
