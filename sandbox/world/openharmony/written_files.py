"""Repositories of written files, a manifest or a list: commits on the default branch and beside it."""

from collections.abc import Mapping

from sandbox.world.code.commits import Commit, GitModel, Point, Signature
from sandbox.world.code.git_objects import object_sha, tree_sha
from sandbox.world.people import Person


class WrittenFiles:
    """Grows the model of such a repository, commit by commit."""

    def __init__(self, default_branch: str) -> None:
        """Begin without a commit."""
        self.model = GitModel({})
        self._default_branch = default_branch
        self._files: dict[str, dict[str, bytes]] = {}  # by the sha of the commit that holds them

    def commit(
        self, files: Mapping[str, str], author: Person, at: int, subject: str, branch: str | None = None
    ) -> str:
        """Commit files on the default branch, or as a branch of its own that leaves it; give the sha."""
        mailbox = author.work_mailbox(at) or author.personal_mailbox
        signature = Signature(f"{author.name} <{mailbox}>", at, author.utc_offset_minutes)
        parents = (self.model.main[-1].sha,) if self.model.main else ()
        before = self._files[parents[0]] if parents else {}
        after = {path: text.encode() for path, text in files.items()}
        changed = {path: body for path, body in after.items() if before.get(path) != body}
        message = f"{subject}\n\nSigned-off-by: {author.name} <{mailbox}>\n"
        tree = tree_sha({path: object_sha("blob", body) for path, body in (before | after).items()})
        lines = [f"tree {tree}", *(f"parent {sha}" for sha in parents)]
        lines += [f"author {signature.text()}", f"committer {signature.text()}", "", message]
        sha = object_sha("commit", "\n".join(lines).encode())
        made = Commit(sha, parents, tree, signature, signature, message, author.account, {}, 0, 0, changed)
        self.model.commits[sha], self._files[sha] = made, before | after
        if branch is None or branch == self._default_branch:
            self.model.main.append(Point(at, sha, {}))
        else:
            self.model.branches.append((at, branch, sha))
        return sha

    def tag(self, name: str, sha: str, tagger: Person, at: int) -> None:
        """Put an annotated tag on a commit."""
        mailbox = tagger.work_mailbox(at) or tagger.personal_mailbox
        who = f"{tagger.name} <{mailbox}>"
        self.model.tags.append((at, name, sha, Signature(who, at, tagger.utc_offset_minutes)))
