"""A name and a mailbox go in; the rule that says "this is no person" comes out, if there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

FORGE_APPS = "forge-app"
"""The rule that needs no configuration: GitHub marks its apps' accounts with this ending."""
FORGE_APP_ENDING = "[bot]"


@dataclass(frozen=True, slots=True)
class BotRule:
    """A row of config/bots.csv: ``match_kind`` is login, login_suffix or mailbox_suffix; case is ignored."""

    bot_id: str
    match_kind: str
    pattern: str


class Bots:
    """The rules, sorted for looking up."""

    def __init__(self, rules: Sequence[BotRule]) -> None:
        """Take the rules; raise ValueError for a kind that is not known."""
        kinds: dict[str, dict[str, str]] = {"login": {}, "login_suffix": {}, "mailbox_suffix": {}}
        for rule in rules:
            if rule.match_kind not in kinds:
                raise ValueError(
                    f"bot rule {rule.bot_id}: match_kind {rule.match_kind!r} is none of {[*kinds]}"
                )
            kinds[rule.match_kind].setdefault(rule.pattern.lower(), rule.bot_id)
        self._logins = kinds["login"]
        self._login_endings = {FORGE_APP_ENDING: FORGE_APPS} | kinds["login_suffix"]
        self._mailbox_endings = kinds["mailbox_suffix"]

    def rule(self, name: str, mailbox: str) -> str | None:
        """Give the id of the first rule that a git identity meets.

        Git knows no logins: the name and the mailbox's local part, after ``id+``, stand for them.
        """
        mailbox = mailbox.lower()
        logins = (name.strip().lower(), mailbox.partition("@")[0].rpartition("+")[2])
        for login in logins:
            if login in self._logins:
                return self._logins[login]
        found = (
            rule for end, rule in self._login_endings.items() if any(login.endswith(end) for login in logins)
        )
        found_by_mailbox = (rule for end, rule in self._mailbox_endings.items() if mailbox.endswith(end))
        return next(found, None) or next(found_by_mailbox, None)
