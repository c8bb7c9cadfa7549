"""A repository's clone address goes in; its commits, tags, HEAD facts and dependencies come out.

Only git itself is asked, over the clone address. ``git_facts`` derives and hashes, ``git_head`` reads what
HEAD shows, and ``git_state`` says how a half-read history is resumed.
"""

import hashlib
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from collectors.clock import Clock, SystemClock, day_of
from collectors.git.clones import Clone, Refs, clone_folder, held
from collectors.git.command import Deadline
from collectors.git.commit_records import Facts
from collectors.git.errors import GitFailed, damage
from collectors.git.head.head_records import HEAD_RULES, Head
from collectors.git.log import Log, Range
from collectors.git.phases import remaining, started, tips_of
from collectors.git.renames import alias
from collectors.git.state import GitState, Landed, Reading
from collectors.identity.bots import BotRule, Bots
from collectors.identity.mailboxes import MailboxKey
from collectors.protocol import Batch, OverBudget, Replaces, State, Target
from collectors.records import Dependency, Record, RepositoryCommit, RepositoryHead, Tag

DERIVATION = 2  # raise it where a commit's records come out differently: everything is then read again
BATCH_COMMITS = 1_000  # few enough that writing one hides behind git reading the next
TIME_BUDGET_SECONDS = 3_600.0
DISK_BUDGET_BYTES = 20 * 1024**3
HEAD_TABLES = (RepositoryHead.table, Tag.table, Dependency.table)


class GitHistory:
    """Collects repositories through the git command. One instance serves any number of threads."""

    source = "git"
    kind = "history"

    def __init__(
        self,
        clones: Path,
        mailbox_key: MailboxKey,
        *,
        bots: Sequence[BotRule] = (),
        clock: Clock | None = None,
        time_budget_seconds: float = TIME_BUDGET_SECONDS,
        disk_budget_bytes: int = DISK_BUDGET_BYTES,
        batch_commits: int = BATCH_COMMITS,
    ) -> None:
        """Take the folder of the bare clones, the rules, and what one repository may use."""
        self._clones = clones
        self._mailbox_key = mailbox_key
        self._bots = Bots(bots)
        self._rules = _digest(str(DERIVATION), mailbox_key.key_id, *sorted(map(repr, bots)))
        self._clock = clock or SystemClock()
        self._time_budget_seconds = time_budget_seconds
        self._disk_budget_bytes = disk_budget_bytes
        self._batch_commits = batch_commits

    def collect(self, target: Target, state: State | None) -> Generator[Batch, None, None]:
        """Fetch the repository and yield what is new; nothing at all where its refs are as they were."""
        folder = clone_folder(self._clones, target.target_id)
        deadline = Deadline(self._clock, self._clock.elapsed() + self._time_budget_seconds, target.target_id)
        with held(folder, target.target_id, self._clock) as lock:
            clone = Clone(folder, target, deadline, self._disk_budget_bytes, lock)
            try:
                yield from self._collect(clone, GitState.parse(state), deadline)
            except GitFailed as failure:
                raise damage(target.target_id, failure) from failure

    def _collect(self, clone: Clone, state: GitState, deadline: Deadline) -> Iterator[Batch]:
        refs = clone.fetch()
        if state.reading is None and self._is_landed(refs, state.landed, clone):
            return
        clone.keep_pins(state.tips())
        if state.reading is None or not self._can_resume(clone, state.reading, deadline):
            state.reading = self._plan(clone, refs, state)
        while state.reading:
            yield from self._read(clone, state, deadline)
            state = GitState(landed=state.reading.goal)
            if not self._is_landed(refs, state.landed, clone):
                state.reading = self._plan(clone, refs, state)

    def _is_landed(self, refs: Refs, landed: Landed | None, clone: Clone) -> bool:
        return (
            landed is not None
            and (landed.refs, landed.head_rules) == (refs.digest, HEAD_RULES)
            and self._is_current(landed, clone)
        )

    def _is_current(self, landed: Landed, clone: Clone) -> bool:
        """Tell whether commits that have landed would come out the same today."""
        return landed.rules == self._rules and (landed.depth == "full" or clone.depth != "full")

    def _plan(self, clone: Clone, refs: Refs, state: GitState) -> Reading:
        """Find the shortest way from what has landed to the tip that was fetched."""
        goal = self._goal(clone, refs, state.landed)
        tips = state.tips()
        known = tuple(tip for tip in tips if clone.recover(tip))
        landed = state.landed
        pictures = [picture for picture in (landed, state.reading and state.reading.goal) if picture]
        is_base = (
            landed and landed.tip in known and all(self._is_current(picture, clone) for picture in pictures)
        )
        excluded = tips_of(landed.tip) if landed and is_base else ()
        goal.uncounted = landed.uncounted if landed and excluded else 0
        return Reading(
            goal=goal,
            excluded=excluded,
            known=tuple(tip for tip in known if tip != goal.tip),
            is_remapped=bool(excluded) and any(picture.mailmap != goal.mailmap for picture in pictures),
            is_lost=known != tips or bool(state.reading and state.reading.is_lost),
        )

    def _goal(self, clone: Clone, refs: Refs, landed: Landed | None) -> Landed:
        is_at_rest = landed is not None and landed.tip == refs.tip
        branch = landed.branch if landed and is_at_rest else clone.remote_head().branch
        mailmap = clone.object_id(f"{refs.tip}:.mailmap") if refs.tip else None
        clone.bring_blobs([mailmap] if mailmap else [])
        return Landed(
            rules=self._rules,
            depth=clone.depth,
            refs=refs.digest,
            tip=refs.tip,
            branch=branch,
            mailmap=mailmap,
            head_rules=HEAD_RULES,
        )

    def _can_resume(self, clone: Clone, reading: Reading, deadline: Deadline) -> bool:
        """Tell whether a reading can go on where it stopped: same rules, same commits in the same order."""
        goal = reading.goal
        tips = [tip for tip in (goal.tip, *reading.excluded, *reading.known) if tip]
        if not self._is_current(goal, clone) or not all(clone.has(tip) for tip in tips):
            return False
        if reading.position == 0:
            return True
        return Log(clone.folder, deadline, goal.mailmap).last(remaining(reading)) == reading.last

    def _read(self, clone: Clone, state: GitState, deadline: Deadline) -> Iterator[Batch]:
        """Yield the batches of the reading that is under way; after the last one its goal has landed."""
        reading = state.reading
        assert reading is not None
        log = Log(clone.folder, deadline, reading.goal.mailmap)
        facts = Facts(clone.target_id, self._mailbox_key, self._bots)
        if reading.goal.tip:
            clone.pin(reading.goal.tip)
        is_first_turn = reading.position == 0
        steps = started(log, facts, reading)
        head = Head(clone, reading.goal, deadline)  # read while git log is already at work
        if is_first_turn:
            head.look_back()
        records: list[Record] = []
        try:
            for count, more in enumerate(steps, 1):
                records += more
                if count % self._batch_commits == 0:
                    yield Batch(records=records, next_state=state.json(), is_complete=False)
                    records = []
        except OverBudget:
            if records:
                yield Batch(records=records, next_state=state.json(), is_complete=False)
            raise
        if reading.is_lost:  # the one case in which memory grows with the history: one batch must hold it
            everything = Range(tips_of(reading.goal.tip))
            records += map(facts.membership, log.commits(everything, is_counted=False))
        records += head.records(reading.goal)
        if clone.moved_to and (moved := alias(clone.target_id, clone.moved_to, day_of(self._clock.now()))):
            records.append(moved)
        yield _last_batch(records, state, head)


def _last_batch(records: list[Record], state: GitState, head: Head) -> Batch:
    """Let the reading's goal be what has landed."""
    reading = state.reading
    assert reading is not None
    reading.goal.packages = head.packages
    replaced = [*HEAD_TABLES, *([RepositoryCommit.table] if reading.is_lost else [])]
    where = {"repository_id": head.repository_id}
    return Batch(
        records=records,
        next_state=GitState(landed=reading.goal).json(),
        replaces=[Replaces(table=table, where=where) for table in replaced],
        forge_total=head.look_back().commit_count,
    )


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]
