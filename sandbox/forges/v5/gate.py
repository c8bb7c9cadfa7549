"""The gate of a project on a v5 forge: what it is called, what it says, and how it is started."""

from sandbox.world.history.threads import Comment
from sandbox.world.people import Account
from sandbox.world.view import ThreadView

GATE = "openharmony_ci"
_GATE_BOT = "demo-ci"


def login_of(account: Account) -> str:
    """Name an account as the forge does: the world's gate goes by its real name."""
    return GATE if account.login == _GATE_BOT else account.login


def body_of(view: ThreadView, comment: Comment) -> str:
    """Let the gate say how it went, well at last where it was merged; who opened a change starts it."""
    if comment.author.login == _GATE_BOT:
        last = [each for each in view.comments if each.author is comment.author][-1]
        is_good = view.merged_at is not None and comment is last
        return "编译成功 静态检查成功" if is_good else "编译失败"
    is_opener = view.is_change and comment.author is view.thread.author
    return "start build" if is_opener else "演示 demonstration"
