"""What Gitee's and GitCode's v5 answers share: lists, single objects, and refusals of every shape read."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from collectors.http.client import Answer
from collectors.http.loose_json import Json, Row
from collectors.protocol import Failed

SAID_LENGTH = 200  # of a refusal's text


def rows(answer: Answer) -> list[Row]:
    """Give the rows of a list. Raises Failed, with the forge's own words, where it is no list."""
    document = answer.json()
    if document is None:
        return []
    if not isinstance(document, list):
        raise Failed(f"{address(answer.url)}: not a list: {said(document) or type(document).__name__}")
    return [row for row in document if isinstance(row, dict)]


def row(answer: Answer) -> Row:
    """Give a single object. Raises Failed, with the forge's own words, where it is none."""
    document = answer.json()
    if not isinstance(document, dict) or "id" not in document:
        raise Failed(f"{address(answer.url)}: not what was asked for: {said(document)}")
    return document


def said(document: Json) -> str:
    """Read a refusal in any documented shape: message, messages, error, error_message, nested or listed."""
    return " / ".join(dict.fromkeys(_texts(document)))[:SAID_LENGTH]


def _texts(document: Json) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, list):
        for each in document:
            yield from _texts(each)
    elif isinstance(document, dict):
        for key in ("error_code_name", "error_message", "message", "messages", "error", "error_description"):
            yield from _texts(document.get(key))


def address(url: str) -> str:
    """Give an address without its query, for messages."""
    return urlsplit(url)._replace(query="").geturl()


def full_name_of(url: Json) -> str | None:
    """Read "owner/name", in lower case, out of a web or API address below a repository."""
    if not isinstance(url, str):
        return None
    parts = [part for part in urlsplit(url).path.split("/") if part]
    if "repos" in parts:
        parts = parts[parts.index("repos") + 1 :]
    return "/".join(parts[:2]).lower() if len(parts) >= 2 else None
