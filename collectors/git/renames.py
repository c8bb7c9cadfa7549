"""The address that a forge redirects to goes in; the repository's new name comes out."""

from datetime import date
from urllib.parse import urlsplit

from collectors.records import RepositoryAlias

FORGES = {
    "github.com": "github",
    "gitee.com": "gitee",
    "gitcode.com": "gitcode",
    "gitcode.net": "gitcode",
    "atomgit.com": "atomgit",
}


def alias(repository_id: str, moved_to: str, seen_on: date) -> RepositoryAlias | None:
    """Name what a repository is called now; None where only the spelling of its address differs."""
    host = urlsplit(moved_to).hostname or ""
    forge = FORGES.get(host.removeprefix("www."), host)
    full_name = urlsplit(moved_to).path.strip("/").removesuffix(".git")
    old_forge, _, old_name = repository_id.partition(":")
    if not full_name or (forge, full_name.lower()) == (old_forge, old_name):
        return None
    return RepositoryAlias(
        repository_id=repository_id,
        forge=forge,
        full_name=full_name,
        forge_repository_id=None,
        seen_on=seen_on,
        reason=_reason(old_forge, old_name, forge, full_name.lower()),
    )


def _reason(old_forge: str, old_name: str, forge: str, name: str) -> str:
    if forge != old_forge:
        return "moved"
    return "renamed" if name.partition("/")[0] == old_name.partition("/")[0] else "transferred"
