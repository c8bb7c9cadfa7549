"""Discovery: every public repository of a GitHub user or organisation.

The target is an owner, "github:owner". What it holds is told, not collected: whoever plans the runs reads
the state and decides. Many owners are glanced at with one query; a list is read where its length or newest
item is another, and once a week, since renames show in neither. State: ``found`` maps the forge's id of every
repository that was ever found here to the name that it was found under and its role (own, fork, mirror);
``glance`` and ``read_on`` say when and how the list was last read.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from collectors.clock import is_within
from collectors.forges.github.collector import GitHub, GitHubCollector, Page, Pile, page_of
from collectors.forges.github.fields import Fields, Unreadable
from collectors.forges.github.graphql import LARGEST_SIZE, PageSize, with_fragments
from collectors.forges.github.records import discovered_repository
from collectors.protocol import Batch, Gone, Replaces, State, Target
from collectors.records import DiscoveredRepository

READ_AGAIN = timedelta(days=7)
GLANCED_AT_ONCE = 50

Glance = list[int | str | None]
"""How many repositories an owner has, and the forge's id of the newest; empty: no such owner."""


class GitHubOwners(GitHubCollector):
    """The repositories of an owner."""

    kind = "repositories"

    def __init__(self, github: GitHub) -> None:
        super().__init__(github)
        self._glances: dict[str, Glance] = {}
        self._drift: Counter[str] = Counter()

    def prepare(self, targets: Sequence[Target], states: Mapping[str, State | None]) -> None:
        """Glance at all owners with as few queries as can be."""
        for start in range(0, len(targets), GLANCED_AT_ONCE):
            chunk = targets[start : start + GLANCED_AT_ONCE]
            text, variables = glance_query([_login(target) for target in chunk])
            data = Fields(self._github.graphql.run(text, variables).data, "Query", self._drift)
            for position, target in enumerate(chunk):
                self._glances[target.target_id] = _glance(data.child(f"o{position}", "Owner"))

    def collect(self, target: Target, state: State | None) -> Iterator[Batch]:
        """Yield one batch with all repositories where any came or went, or a week has passed."""
        if target.target_id not in self._glances:
            self.prepare([target], {})
        glance, known, today = self._glances[target.target_id], state or {}, self._github.today()
        if not glance:
            raise Gone(f"{target.target_id}: no such user or organisation")
        is_early = bool(known) and is_within(date.fromisoformat(known["read_on"]), today, READ_AGAIN)
        if is_early and glance == known["glance"]:
            return
        pile, found = Pile(drift=self._drift.copy()), dict(known.get("found", {}))
        self._drift.clear()
        total: int | None = None
        for page in self._pages(target, pile):
            total = page.total
            _read(page, target.target_id, pile, found)
        yield pile.batch(
            {"found": found, "glance": glance, "read_on": today.isoformat()},
            forge_total=total,
            is_complete=True,
            replaces=(Replaces(table=DiscoveredRepository.table, where={"account_id": target.target_id}),),
        )

    def _pages(self, target: Target, pile: Pile) -> Iterator[Page]:
        """Give the owner's repositories page by page. Raises Gone where the owner has just gone."""
        size, cursor = PageSize(cap=LARGEST_SIZE), None
        while True:
            variables = {"login": _login(target), "after": cursor}
            result = self._github.graphql.page("owner_repositories", variables, size)
            pile.spent(result)
            owner = Fields(result.data, "Query", pile.drift).child("repositoryOwner", "Owner")
            if owner is None:
                raise Gone(f"{target.target_id}: no such user or organisation")
            page = page_of(owner, "repositories", "Repository")
            yield page
            cursor = page.end_cursor
            if cursor is None:
                return


def glance_query(logins: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Write one query over owners, aliased o0, o1 and so on, and its variables."""
    variables = {f"login{position}": login for position, login in enumerate(logins)}
    parameters = ", ".join(f"${name}: String!" for name in variables)
    fields = [
        f"  o{position}: repositoryOwner(login: $login{position}) {{ ...OwnerGlance }}"
        for position in range(len(logins))
    ]
    lines = [f"query Owners({parameters}) {{", "  rateLimit { cost remaining resetAt }", *fields, "}"]
    return with_fragments("\n".join(lines)), variables


def _login(target: Target) -> str:
    return target.target_id.partition(":")[2]


def _glance(owner: Fields | None) -> Glance:
    """Read one alias of the answer."""
    if owner is None:
        return []
    newest = next(owner.nodes("repositories", "Repository"), None)
    return [owner.total("repositories"), newest.optional_identifier("databaseId") if newest else None]


def _read(page: Page, account_id: str, pile: Pile, found: dict[str, list[str]]) -> None:
    """Read a page; what is found for the first time is remembered by its name and role of today."""
    for node in page.nodes:
        try:
            record = discovered_repository(account_id, node)
        except Unreadable:
            continue
        pile.records.append(record)
        found.setdefault(record.forge_repository_id, [record.full_name, _role(record)])


def _role(record: DiscoveredRepository) -> str:
    """Say what the forge itself knows of whose work it is."""
    if record.is_fork:
        return "fork"
    return "mirror" if record.is_mirror else "own"
