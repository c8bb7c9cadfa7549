"""A comment's text goes in; what it says to or from OpenHarmony's gate comes out. The text goes no further.

Commands are whole comments by people, as the community's list of comment commands has them. The gate's own
account answers in free text, which is only read for success and failure.
"""

import re

GATE_ACCOUNTS = frozenset({"openharmony_ci"})
COMMANDS = {
    "start build": "start_build",
    "stop build": "stop_build",
    "static-check": "static_check",
    "check dco": "check_dco",
    "check comment": "check_comment",
    "code review": "code_review",
    "lgtm": "lgtm",
    "submit": "submit",
}
_FAILURE = re.compile(r"失败|未通过|不通过|\bfail(ed|ure)?\b", re.IGNORECASE)
_SUCCESS = re.compile(r"成功|通过|\b(success(ful)?|pass(ed)?)\b", re.IGNORECASE)


def gate_signal(text: object, login: str | None) -> str | None:
    """Give the signal of a comment, None for an ordinary remark.

    start_build, stop_build, static_check, check_dco, check_comment, code_review, lgtm and submit are
    commands; dco_passed, dco_failed, build_passed, build_failed and gate_report are the gate's answers.
    """
    if not isinstance(text, str):
        return None
    if (login or "").lower() in GATE_ACCOUNTS:
        return _answer(text)
    return COMMANDS.get(" ".join(text.lower().split()))


def _answer(text: str) -> str:
    """Read the gate's answer: one failure among successes is a failure."""
    subject = "dco" if "dco" in text.lower() and "编译" not in text else "build"
    if _FAILURE.search(text):
        return f"{subject}_failed"
    return f"{subject}_passed" if _SUCCESS.search(text) else "gate_report"
