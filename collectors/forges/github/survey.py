"""Many repositories looked at by one query: what they are, and whether anything in them has changed.

A repository that is known goes by its node id, so that it is found wherever it was renamed or transferred to;
one that is not goes by its name. A target that gives no answer is asked about once more by REST, which alone
says why: deleted, taken down, or not for us.
"""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from collectors.clock import Clock, day_of
from collectors.forges.github.fields import Fields, Unreadable
from collectors.forges.github.graphql import GraphQL, PageSize, with_fragments
from collectors.forges.github.records import Accounts, newest, repository, repository_count
from collectors.http.client import Http, Overloaded
from collectors.protocol import CollectError, Failed, Gone, State, Target, Unreachable
from collectors.records import Account, Repository, RepositoryCount

SURVEY_SIZE = 50  # 301 connections: 3 points


@dataclass(frozen=True, slots=True, kw_only=True)
class Surveyed:
    """What one look at a repository gave. ``newest`` holds the last change by GraphQL connection."""

    node_id: str
    full_name: str
    repository: Repository
    count: RepositoryCount
    accounts: Sequence[Account]
    newest: Mapping[str, datetime | None]
    tip: str | None  # of the default branch; None: no commit yet
    drift: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Wanted:
    target: Target
    node_id: str | None

    @property
    def full_name(self) -> str:
        return full_name_of(self.target)


def full_name_of(target: Target) -> str:
    """Give ``owner/name`` of a target such as github:owner/name, without the mark of a taken-over name."""
    return target.target_id.partition(":")[2].partition("~")[0]


class Survey:
    """The looks of one run. Make a new one for every run; the collectors of all kinds share it."""

    def __init__(self, http: Http, graphql: GraphQL, api_url: str, clock: Clock) -> None:
        self._http = http
        self._graphql = graphql
        self._api_url = api_url
        self._clock = clock
        self._found: dict[str, Surveyed | CollectError] = {}
        self._size = PageSize(cap=SURVEY_SIZE, largest=SURVEY_SIZE)
        self._lock = threading.Lock()

    def prepare(self, targets: Iterable[Target], states: Mapping[str, State | None]) -> None:
        """Look at all targets that were not looked at yet."""
        wanted = [
            _Wanted(target, (states.get(target.target_id) or {}).get("node_id"))
            for target in targets
            if target.target_id not in self._found
        ]
        pending = iter(wanted)
        while chunk := list(islice(pending, self._size.value)):
            self._look(chunk)

    def of(self, target: Target, state: State | None) -> Surveyed:
        """Give the look at one target. Raises its CollectError."""
        if target.target_id not in self._found:
            self.prepare([target], {target.target_id: state})
        found = self._found[target.target_id]
        if isinstance(found, CollectError):
            raise found
        return found

    def _look(self, chunk: Sequence[_Wanted]) -> None:
        """Look at a chunk, in halves where it is too much at once."""
        text, variables = survey_query([(each.full_name, each.node_id) for each in chunk])
        try:
            result = self._graphql.run(text, variables, is_impatient=len(chunk) > 1)
        except Overloaded as error:
            if len(chunk) == 1:
                self._note(chunk[0], Unreachable(f"{chunk[0].target.target_id}: {error}"))
                return
            with self._lock:
                self._size.shrink()
            middle = len(chunk) // 2
            self._look(chunk[:middle])
            self._look(chunk[middle:])
            return
        with self._lock:
            self._size.grow()
        for position, each in enumerate(chunk):
            self._note(each, self._read(each, result.data.get(f"r{position}")))

    def _note(self, wanted: _Wanted, found: Surveyed | CollectError) -> None:
        with self._lock:
            self._found[wanted.target.target_id] = found

    def _read(self, wanted: _Wanted, node: object) -> Surveyed | CollectError:
        """Read one alias of the answer."""
        target_id = wanted.target.target_id
        drift: Counter[str] = Counter()
        if not isinstance(node, dict) or not node:
            return self._reason(wanted)
        fields, accounts = Fields(node, "Repository", drift), Accounts()
        try:
            return Surveyed(
                node_id=fields.text("id"),
                full_name=fields.text("nameWithOwner"),
                repository=repository(target_id, fields, accounts),
                count=repository_count(target_id, fields, day_of(self._clock.now())),
                accounts=accounts.take(),
                newest={name: newest(fields, name) for name in ("issues", "pullRequests", "releases")},
                tip=_tip(fields),
                drift=drift,
            )
        except Unreadable as error:
            return Failed(f"{target_id}: GitHub's answer lacks {error}; see suiyuan doctor")

    def _reason(self, wanted: _Wanted) -> CollectError:
        """Ask by REST why there was no answer."""
        target_id = wanted.target.target_id
        try:
            self._http.get(f"{self._api_url}/repos/{wanted.full_name}")
        except CollectError as error:
            return type(error)(f"{target_id}: {error}", until=error.until)
        if wanted.node_id:
            return Gone(f"{target_id}: deleted; its name now belongs to another repository")
        return Failed(f"{target_id}: REST knows it and GraphQL does not")


def _tip(fields: Fields) -> str | None:
    branch = fields.child("defaultBranchRef")
    target = branch.child("target") if branch else None
    return target.optional_text("oid") if target else None


def survey_query(wanted: Sequence[tuple[str, str | None]]) -> tuple[str, dict[str, str]]:
    """Write one query over (full name, node id where known), aliased r0, r1 and so on, and its variables."""
    parameters: list[str] = []
    fields: list[str] = []
    variables: dict[str, str] = {}
    for position, (full_name, node_id) in enumerate(wanted):
        if node_id:
            parameters.append(f"$id{position}: ID!")
            fields.append(f"  r{position}: node(id: $id{position}) {{ ...SurveyedRepository }}")
            variables[f"id{position}"] = node_id
        else:
            owner, _, name = full_name.partition("/")
            parameters.append(f"$owner{position}: String!, $name{position}: String!")
            arguments = f"owner: $owner{position}, name: $name{position}"
            fields.append(f"  r{position}: repository({arguments}) {{ ...SurveyedRepository }}")
            variables |= {f"owner{position}": owner, f"name{position}": name}
    head = f"query Survey({', '.join(parameters)}) {{"
    lines = [head, "  rateLimit { cost remaining resetAt }", *fields, "}"]
    return with_fragments("\n".join(lines)), variables
