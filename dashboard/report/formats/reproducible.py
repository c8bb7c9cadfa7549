"""Office files made the same every time: parts in their order, each dated as the snapshot."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

WRITTEN_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settle(content: bytes, day: tuple[int, int, int]) -> bytes:
    """Write an Office file again with fixed dates, so that the same report has the same bytes."""
    instant = datetime(*day, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    made = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = WRITTEN_AT.sub(rb"\g<1>" + instant + rb"\g<3>", part)
            info = ZipInfo(name, date_time=(*day, 0, 0, 0))
            info.compress_type = ZIP_DEFLATED
            new.writestr(info, part)
    return made.getvalue()
