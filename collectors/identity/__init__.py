"""Who a name in git is, without keeping the name: mailbox keys, noreply mailboxes, bot rules."""
