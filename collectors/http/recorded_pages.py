"""Pages as forges gave them, kept for a while: redacted and compressed, to be replayed offline.

A kept page is ``<folder>/<host>/<YYYY-MM-DD>/<run>-<number>.json.gz``: the question without its signature,
the status, the few headers that matter, and the body without tokens, mailboxes, people's names or free text.
"""

import gzip
import itertools
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import date, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import requests
from requests.structures import CaseInsensitiveDict

from collectors.clock import Clock, day_of
from collectors.http.loose_json import Json
from collectors.http.transport import Question
from collectors.protocol import Failed

KEPT_HEADERS = ("Content-Type", "Date", "ETag", "Link", "total_count", "total_page")
FREE_TEXT = frozenset(
    {
        "title",
        "body",
        "body_html",
        "body_text",
        "bodyHTML",
        "bodyText",
        "description",
        "human_name",  # Gitee: the owner's shown name, a slash, the repository's
        "nick_name",
        "message",
        "messageBody",
        "messageHeadline",
        "bio",
        "company",
        "location",
        "blog",
        "twitter_username",
        "diff_hunk",
        "patch",
        "readme",
    }
)
PERSON_KEYS = frozenset({"login", "username", "email"})  # an account or a git author has one
MAILBOX_KEYS = frozenset({"email", "mail", "notification_email", "viewerDefaultCommitEmail"})
GONE_STATUS = 504  # stands for "no answer came" among kept pages

_MAILBOX = re.compile(r"(?<![\w.+-])([.+-]*+)(?!git@)\w[\w.+-]*+@[\w-]++(?:\.[\w-]+)+")
"""Begins only where a word of such characters does, and gives nothing back: each character is met once."""


def redacted(value: Json) -> Json:
    """Give a JSON value without free text, mailboxes and people's names; its shape stays as it was."""
    if isinstance(value, list):
        return [redacted(each) for each in value]
    if isinstance(value, str):
        return _MAILBOX.sub(r"\1[mailbox]", value)
    if not isinstance(value, dict):
        return value
    is_organization = value.get("type", value.get("__typename")) == "Organization"
    is_person = bool(PERSON_KEYS & value.keys()) and not is_organization
    return {key: _redacted_field(key, each, is_person) for key, each in value.items()}


def _redacted_field(key: str, value: Json, is_person: bool) -> Json:
    if isinstance(value, str) and (key in FREE_TEXT or key in MAILBOX_KEYS or (is_person and key == "name")):
        return ""
    return redacted(value)


class PageKeeper:
    """Writes what was answered."""

    def __init__(
        self,
        folder: Path,
        run_id: str,
        clock: Clock,
        *,
        is_private: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """Keep pages of ``run_id`` under ``folder``, but none whose text ``is_private``."""
        self._folder = folder
        self._run_id = quote(run_id, safe="")
        self._clock = clock
        self._is_private = is_private
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def keep(
        self, question: Question, response: requests.Response | None, without_tokens: Callable[[str], str]
    ) -> None:
        """Write one page; None stands for an answer that never came."""
        page = {"question": _key(question), "status": GONE_STATUS, "headers": {}}
        if response is not None:
            headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
            page |= {
                "url": response.url,
                "status": response.status_code,
                "headers": headers,
                "was_moved": bool(response.history),
                **_body(response),
            }
        text = without_tokens(orjson.dumps(page).decode())
        if self._is_private(text):
            return
        with self._lock:
            number = next(self._numbers)
        day = day_of(self._clock.now()).isoformat()
        path = self._folder / quote(question.host, safe="") / day / f"{self._run_id}-{number:08}.json.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress(text.encode(), mtime=0))


def expire_pages(folder: Path, *, today: date, days: int) -> int:
    """Remove pages kept for longer than ``days``; give how many."""
    removed = 0
    for path in sorted(folder.glob("*/*/*.json.gz")):
        if date.fromisoformat(path.parent.name) < today - timedelta(days=days):
            path.unlink()
            removed += 1
    return removed


def forget_pages(folder: Path, is_private: Callable[[str], bool]) -> int:
    """Remove kept pages whose text ``is_private``; give how many."""
    found = [
        path
        for path in folder.glob("*/*/*.json.gz")
        if is_private(gzip.decompress(path.read_bytes()).decode())
    ]
    for path in found:
        path.unlink()
    return len(found)


class Replay:
    """A transport that answers from kept pages, each question's in their order, the last one ever after."""

    is_live = False

    def __init__(self, folder: Path, run_id: str | None = None) -> None:
        """Read the pages under ``folder``, of one run or of all."""
        self._pages: defaultdict[str, deque[Path]] = defaultdict(deque)
        self._lock = threading.Lock()
        prefix = f"{quote(run_id, safe='')}-" if run_id else ""
        for path in sorted(folder.glob("*/*/*.json.gz"), key=lambda path: (path.parent.name, path.name)):
            if path.name.startswith(prefix):
                self._pages[_load(path)["question"]].append(path)

    def send(self, question: Question, authorization: str | None) -> requests.Response:
        """Give the kept response. Raises Failed where this was never asked."""
        with self._lock:
            paths = self._pages.get(_key(question))
            if not paths:
                raise Failed(f"{question.method} {question.url}: not among the kept pages")
            path = paths.popleft() if len(paths) > 1 else paths[0]
        return _response(question, _load(path))

    def close(self) -> None:
        """Do nothing: nothing is open."""


def _key(question: Question) -> str:
    """Name a question by all that decides its answer, its own ETag included."""
    return "\n".join(
        (question.method, question.url, question.accept, question.etag or "", (question.body or b"").decode())
    )


def _body(response: requests.Response) -> dict[str, Json]:
    """Give the redacted body: as JSON where it is, else as text."""
    try:
        return {"json": redacted(orjson.loads(response.content))}
    except orjson.JSONDecodeError:
        return {"text": redacted(response.text)}


def _load(path: Path) -> dict[str, Any]:
    return orjson.loads(gzip.decompress(path.read_bytes()))


def _response(question: Question, page: dict[str, Any]) -> requests.Response:
    """Make the response again."""
    response = requests.Response()
    response.status_code = page["status"]
    response.url = page.get("url", question.url)
    response.headers = CaseInsensitiveDict(page["headers"])
    response._content = orjson.dumps(page["json"]) if "json" in page else page.get("text", "").encode()
    if page.get("was_moved"):
        response.history = [_moved(question)]
    return response


def _moved(question: Question) -> requests.Response:
    """Stand in for the redirect that was followed."""
    response = requests.Response()
    response.status_code = HTTPStatus.MOVED_PERMANENTLY
    response.url = question.url
    response.headers = CaseInsensitiveDict({"Location": question.url})
    return response
