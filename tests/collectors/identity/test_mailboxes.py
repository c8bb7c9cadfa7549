"""The key that mailboxes are hashed with, and what is kept of a mailbox."""

import hashlib
import hmac
from concurrent.futures import ThreadPoolExecutor

import pytest

from collectors.identity.mailboxes import KeyFileError, MailboxKey, public_domain


def test_a_mailbox_is_hashed_with_the_key(tmp_path):
    """Worked by hand: the first 128 bits of HMAC-SHA256 over the mailbox in lower case."""
    secret = bytes(range(32))
    expected = hmac.new(secret, b"ann@example.org", hashlib.sha256).hexdigest()[:32]
    hashed = MailboxKey(secret).hashed("  Ann@Example.ORG ")
    assert (hashed.key, hashed.domain) == (expected, "example.org")
    assert MailboxKey(bytes(32)).hashed("ann@example.org").key != expected
    assert MailboxKey(bytes(32)).key_id != MailboxKey(secret).key_id


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path):
    path = tmp_path / "secrets" / "mailbox-key"
    first = MailboxKey.open(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert MailboxKey.open(path).key_id == first.key_id
    assert [entry.name for entry in path.parent.iterdir()] == ["mailbox-key"]


def test_processes_that_start_together_agree_on_the_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = pool.map(lambda _: MailboxKey.open(tmp_path / "key").key_id, range(8))
    assert len(set(keys)) == 1


@pytest.mark.parametrize(
    ("text", "mode", "message"),
    [
        ("00" * 32, 0o644, "others can read the mailbox key; run: chmod 600"),
        ("00" * 31, 0o600, "not a mailbox key; restore it from the backup"),
        ("a key", 0o600, "not a mailbox key; restore it from the backup"),
        ("", 0o600, "not a mailbox key; restore it from the backup"),
    ],
)
def test_a_key_file_that_cannot_be_used_is_said_so(tmp_path, text, mode, message):
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(mode)
    with pytest.raises(KeyFileError, match=message):
        MailboxKey.open(path)


@pytest.mark.parametrize(
    ("mailbox", "domain"),
    [
        ("a@b@example.org", "example.org"),
        ("a@mail.example.com.cn", "mail.example.com.cn"),
        ("a@notesmail.example.org/", "notesmail.example.org"),
        ("a@xn--fsq.example", "xn--fsq.example"),
        ("a@laptop", ""),
        ("a@ann-pc.local", ""),
        ("a@localhost.localdomain", ""),
        ("a@10.0.0.1", ""),
        ("a@example.org>", ""),
        ("a@some words.org", ""),
        ("a@", ""),
        ("example.org", ""),
        ("a@" + "x." * 200 + "org", ""),
    ],
)
def test_only_public_domains_are_kept(mailbox, domain):
    assert public_domain(mailbox) == domain
