"""The text of a licence file goes in, its SPDX id comes out."""

import re
import tempfile
from collections.abc import Iterable
from functools import cache

from identify.identify import license_id
from identify.vendor.licenses import LICENSES

SPDX_TAG = re.compile(r"SPDX-License-Identifier:[ \t]*+([A-Za-z0-9.+-]++)[ \t\r]*+$", re.MULTILINE)
END_OF_APACHE = "end of terms and conditions"
FEWEST_WORDS = 60  # below this a text says too little to be told apart by its beginning


def spdx_id(text: str) -> str | None:
    """Recognise a licence by its SPDX tag, its whole text or, with additions after it, its beginning."""
    if tag := SPDX_TAG.search(text[:2000]):
        return tag[1]
    lines = "\n".join(filter(None, map(str.strip, text.splitlines())))  # blank ones cost their square there
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", suffix=".txt") as file:
        file.write(lines)
        file.flush()
        return license_id(file.name) or _by_beginning(text)


def first_spdx_id(texts: Iterable[str]) -> str | None:
    """Give the first licence that is recognised."""
    return next((found for text in texts if (found := spdx_id(text))), None)


def _by_beginning(text: str) -> str | None:
    """Recognise texts that lack an appendix or carry one: many leave out that of Apache-2.0."""
    words = _words(text)
    return next((spdx for spdx, beginning in _beginnings() if words.startswith(beginning)), None)


@cache
def _beginnings() -> tuple[tuple[str, str], ...]:
    known = ((spdx, _words(text).partition(END_OF_APACHE)[0]) for spdx, text in LICENSES)
    return tuple((spdx, text) for spdx, text in known if text.count(" ") > FEWEST_WORDS)


def _words(text: str) -> str:
    lines = [line for line in text.lower().splitlines() if not line.strip().startswith(("copyright", "(c)"))]
    return " ".join(re.sub(r"[^a-z0-9]+", " ", " ".join(lines)).split())
