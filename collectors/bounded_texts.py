"""Texts that others wrote, taken so that reading one costs no more than in proportion to its length.

A reader looks at one line at a time, and at none that is longer than anybody writes. TOML is read whole by
its library, whose cost grows with the square of a key's parts: a text with such a key is not read at all.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

LONGEST_LINE = 4_000  # characters; a longer line of a manifest is not read
MOST_KEY_PARTS = 50  # of a dotted key of TOML

_KEY_PART = r"""(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+"""


def short_lines(text: str, longest: int = LONGEST_LINE) -> Iterator[str]:
    """Yield the lines without their ends, but none longer than ``longest``."""
    return (line for line in text.splitlines() if len(line) <= longest)


def toml(text: str, most_key_parts: int = MOST_KEY_PARTS) -> dict[str, Any]:
    """Read TOML. Raises ValueError where it is none, or where a key has more parts than ``most_key_parts``.

    The search begins at the start of a part only and gives nothing back, so it meets each character at most
    ``most_key_parts`` times.
    """
    if re.search(rf"(?<![\w\\-])(?:{_KEY_PART}){{{most_key_parts}}}", text):
        raise ValueError("a key of TOML with more parts than anybody writes")
    return tomllib.loads(text)


def ini(text: str) -> dict[tuple[str, str], list[str]]:
    """Read a setup.cfg: by section and key the lines of each value, a later one in place of an earlier."""
    found: dict[tuple[str, str], list[str]] = {}
    section, value = "", list[str]()
    for line in short_lines(text):
        content = line.strip()
        if not content or content.startswith(("#", ";")):
            continue
        if line[0].isspace():
            value.append(content)
        elif content.startswith("["):
            section, value = content[1:].partition("]")[0], []
        else:
            key, *first = re.split("[=:]", content, maxsplit=1)
            value = found[section, key.strip().lower()] = [each.strip() for each in first]
    return found


def setting(text: str, name: str) -> str | None:
    """Give the first word after ``name =`` in the settings of a package client, None where there is none."""
    for line in short_lines(text):
        key, is_set, value = line.partition("=")
        if is_set and key.strip() == name and value.split():
            return value.split()[0]
    return None
