"""Who a name in git is, without keeping the name: mailbox keys, noreply mailboxes, bot rules."""

from collectors.identity.bots import BotRule
from collectors.identity.mailboxes import KeyFileError, MailboxKey

__all__ = ["BotRule", "KeyFileError", "MailboxKey"]
