"""A mailbox goes in; its domain and a keyed hash come out. Nothing else of it leaves a collector."""

import hashlib
import hmac
import os
import re
import secrets
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

KEY_BYTES = 32
DIGEST_BYTES = 16  # 128 bits: no collision among billions of mailboxes


class KeyFileError(Exception):
    """The key file cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class HashedMailbox:
    """What is kept of a mailbox."""

    key: str
    domain: str


class MailboxKey:
    """The secret that turns mailboxes into stable, meaningless keys."""

    def __init__(self, secret: bytes) -> None:
        """Take the raw secret; ``open`` reads it from its file."""
        self._secret = secret
        self.key_id = hashlib.sha256(b"key id" + secret).hexdigest()[:8]

    @classmethod
    def open(cls, path: Path) -> "MailboxKey":
        """Read the key file, or make it (mode 0600) where there is none yet."""
        if not path.exists():
            _make_key_file(path)
        if path.stat().st_mode & 0o077:
            raise KeyFileError(f"{path}: others can read the mailbox key; run: chmod 600 {path}")
        try:
            secret = bytes.fromhex(path.read_text().strip())
        except ValueError as error:
            raise KeyFileError(f"{path}: not a mailbox key; restore it from the backup") from error
        if len(secret) != KEY_BYTES:
            raise KeyFileError(f"{path}: not a mailbox key; restore it from the backup")
        return cls(secret)

    def hashed(self, mailbox: str) -> HashedMailbox:
        """Hash a mailbox, ignoring case and surrounding blanks; the domain is empty unless it is public."""
        normal = mailbox.strip().lower()
        digest = hmac.digest(self._secret, normal.encode("utf-8", "replace"), "sha256")
        return HashedMailbox(digest[:DIGEST_BYTES].hex(), public_domain(normal))


def _make_key_file(path: Path) -> None:
    """Write a new key whole, so that of two processes that start together both read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=".key-"
    ) as file:  # mode 0600 from the start
        file.write(secrets.token_hex(KEY_BYTES) + "\n")
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)


def public_domain(mailbox: str) -> str:
    """Give the domain of a lower-case mailbox; empty where it is none that the world's name service knows.

    Without this the name of somebody's own machine, or any text after an ``@``, would land.
    """
    domain = mailbox.rpartition("@")[2].rstrip("./") if "@" in mailbox else ""
    if not _PUBLIC_DOMAIN.fullmatch(domain) or domain.rpartition(".")[2] in _LOCAL_ENDINGS:
        return ""
    return domain


_PUBLIC_DOMAIN = re.compile(
    r"(?=.{4,253}$)([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_]([\w-]{0,61}[^\W_])", re.ASCII
)
_LOCAL_ENDINGS = frozenset(
    {"local", "localdomain", "localhost", "lan", "home", "internal", "intranet", "corp"}
)
