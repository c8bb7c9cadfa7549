"""Who may look: an optional password for all viewers, and whether the page for SQL is there.

Both come from settings by way of the environment. The password itself stands only in the variable that the
settings name. Whoever gives it is remembered for some hours by a random word in a cookie, of which the server
keeps the hash: links open new sessions, and would ask again otherwise.
"""

import hashlib
import hmac
import os
import secrets
import time
from collections import defaultdict, deque
from threading import Lock

import streamlit as st

from dashboard.kit import frame, layout
from dashboard.words.say import say

PASSWORD_VARIABLE = "SUIYUAN_PASSWORD_VARIABLE"  # names the variable that holds the password
QUERY_VARIABLE = "SUIYUAN_QUERY_PAGE"
QUERY_PAGE = "query"
COOKIE = "suiyuan_viewer"
REMEMBERED_SECONDS = 12 * 3600
MOST_FAILURES, FAILURE_SECONDS = 5, 60.0


class Admissions:
    """Who was let in, and who failed lately: one for the whole server, kept in memory."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._until: dict[str, float] = {}
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)

    def admit(self, now: float) -> str:
        """Let somebody in; give the word by which they are known again."""
        word = secrets.token_urlsafe(32)
        with self._lock:
            self._until = {each: until for each, until in self._until.items() if until > now}
            self._until[_digest(word)] = now + REMEMBERED_SECONDS
        return word

    def knows(self, word: str | None, now: float) -> bool:
        """Whether a word lets its bearer in."""
        return isinstance(word, str) and self._until.get(_digest(word), 0.0) > now

    def may_try(self, address: str, now: float) -> bool:
        """Whether an address has not failed too often within the last minute."""
        with self._lock:
            recent = self._failures[address]
            while recent and recent[0] <= now - FAILURE_SECONDS:
                recent.popleft()
            return len(recent) < MOST_FAILURES

    def failed(self, address: str, now: float) -> None:
        """Remember a wrong password."""
        with self._lock:
            self._failures[address].append(now)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


@st.cache_resource(show_spinner=False)
def admissions() -> Admissions:
    """Give the server's own."""
    return Admissions()


def has_query_page() -> bool:
    """Whether settings leave the page for SQL on."""
    return os.environ.get(QUERY_VARIABLE, "yes") != "no"


def pages() -> list[frame.Page]:
    """Give the pages that settings leave on."""
    return [page for page in frame.pages() if has_query_page() or page.source.url_path != QUERY_PAGE]


def password() -> str:
    """Give the password that viewers need; empty where there is none."""
    variable = os.environ.get(PASSWORD_VARIABLE)
    return os.environ.get(variable, "") if variable else ""


def is_admitted() -> bool:
    """Whether this reader may look."""
    if not password() or st.session_state.get("is_admitted"):
        return True
    return admissions().knows(st.context.cookies.get(COOKIE), time.time())


def ask() -> None:
    """Ask for the password; let the reader in where it is right."""
    layout.put(f'<div class="sy-masthead sy-login"><h1>穗源</h1><p class="lead">{_lead()}</p></div>')
    with st.form("login", border=False, width=360):
        given = st.text_input(say("访问密码", "Password"), type="password", autocomplete="current-password")
        is_sent = st.form_submit_button(say("进入", "Enter"), type="primary")
    if is_sent:
        _judge(given)


def _lead() -> str:
    return say("请输入访问密码。", "Please enter the password.")


def _judge(given: str) -> None:
    """Let the reader in, or say why not. The comparison takes the same time wherever the texts differ."""
    address, now = st.context.ip_address or "", time.time()
    if not admissions().may_try(address, now):
        layout.note(say("尝试次数过多，请一分钟后再试。", "Too many attempts: wait a minute."))
    elif hmac.compare_digest(given.encode(), password().encode()):
        st.session_state["is_admitted"] = admissions().admit(now)
        st.rerun()
    else:
        admissions().failed(address, now)
        layout.note(say("密码不对。", "That is not the password."))


def remember() -> None:
    """Give the browser of somebody who was just let in the word that lets its next session in."""
    word = st.session_state.get("is_admitted")
    if word and not admissions().knows(st.context.cookies.get(COOKIE), time.time()):
        kept = f"{COOKIE}={word}; path=/; max-age={REMEMBERED_SECONDS}; samesite=strict"
        script = f"document.cookie = '{kept}' + (location.protocol === 'https:' ? '; secure' : '')"
        st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)
