"""A forge's noreply mailbox goes in; the account that it names comes out.

Forges hide a mailbox behind ``1234+login@users.noreply.github.com`` or ``login@noreply.gitcode.com``.
"""

FORGES = {
    "users.noreply.github.com": "github",
    "user.noreply.gitee.com": "gitee",
    "noreply.gitee.com": "gitee",
    "user.noreply.gitcode.com": "gitcode",
    "noreply.gitcode.com": "gitcode",
    "noreply.atomgit.com": "atomgit",
}


def account(mailbox: str) -> str | None:
    """Give "github:1234" or, where only the login is known, "github:@login"; None for any other mailbox."""
    local, _, domain = mailbox.strip().lower().rpartition("@")
    forge = FORGES.get(domain)
    if not forge or not local:
        return None
    number, plus, _login = local.partition("+")
    if plus and number.isascii() and number.isdigit():
        return f"{forge}:{number}"
    return f"{forge}:@{local.rpartition('+')[2]}"
