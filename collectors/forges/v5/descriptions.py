"""What a repository's row on a v5 forge says in words of its own: whether it is closed, and its licence."""

import re

from collectors.http.loose_json import Row, inner, text

_IS_CLOSED = {"关闭": True, "closed": True, "close": True, "开始": False, "start": False, "started": False}
_GNU = tuple(
    f"{name}{suffix}"
    for name in ("AGPL-3.0", "GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0")
    for suffix in ("", "-only", "-or-later")
)
_SPDX_IDS = (
    *("0BSD", "AFL-3.0", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Clear"),
    *("BSD-4-Clause", "BSL-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC0-1.0", "ECL-2.0", "EPL-1.0", "EPL-2.0"),
    *("EUPL-1.1", "EUPL-1.2", "ISC", "LPPL-1.3c", "MIT", "MIT-0", "MPL-2.0", "MS-PL", "MS-RL"),
    *("MulanPSL-1.0", "MulanPSL-2.0", "MulanPubL-1.0", "MulanPubL-2.0", "NCSA", "ODbL-1.0", "OFL-1.1"),
    *("OSL-3.0", "PostgreSQL", "Python-2.0", "UPL-1.0", "Unlicense", "Vim", "WTFPL", "Zlib"),
    *_GNU,
)
_OTHER_NAMES = {
    "apache2": "Apache-2.0",
    "mulanpsl2": "MulanPSL-2.0",
    "mulanpubl2": "MulanPubL-2.0",
    "gnuafferogeneralpublic3.0": "AGPL-3.0",
    "gnugeneralpublic2.0": "GPL-2.0",
    "gnugeneralpublic3.0": "GPL-3.0",
    "gnulessergeneralpublic2.1": "LGPL-2.1",
    "gnulessergeneralpublic3.0": "LGPL-3.0",
    "mozillapublic2.0": "MPL-2.0",
    "eclipsepublic2.0": "EPL-2.0",
}


def is_archived(row: Row) -> bool | None:
    """Tell whether a repository is closed; None where its row does not say, or in words that nobody knows."""
    return _IS_CLOSED.get((text(row.get("status")) or "").lower())


def license_of(row: Row) -> str | None:
    """Give the SPDX id of a licence that comes as text or as an object; None where it is not known."""
    held = inner(row, "license")
    told = (row.get("license"), held.get("spdx_id"), held.get("key"))
    return next((found for each in told if (found := _spdx_id(text(each)))), None)


def has_license(row: Row) -> bool | None:
    """Tell whether any licence is named; None where none is, since lists leave it out."""
    held = inner(row, "license")
    return (
        True
        if any(text(each) for each in (row.get("license"), held.get("spdx_id"), held.get("key")))
        else None
    )


def _spdx_id(name: str | None) -> str | None:
    return _BY_NAME.get(_plain(name)) if name else None


def _plain(name: str) -> str:
    """Write a licence's name without what differs from writer to writer."""
    words = re.sub(r"[\s_,-]+", " ", name.lower()).replace("version ", "v")
    bare = [re.sub(r"^v(?=[0-9])", "", word) for word in words.split() if word not in ("the", "license")]
    return "".join(bare)


_BY_NAME = {_plain(spdx): spdx for spdx in _SPDX_IDS} | _OTHER_NAMES
