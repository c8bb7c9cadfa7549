"""Licences in the shape of GitHub's REST API."""

from typing import Any

from identify.vendor.licenses import LICENSES

from sandbox.forges.github.shapes.ids import node_id

_LICENSE_IDS = frozenset(name for name, _ in LICENSES)


def license_json(api: str, license_id: str | None) -> dict[str, Any] | None:
    """Write a licence in short; a text that the forge does not recognise is ``other`` with NOASSERTION."""
    if license_id is None:
        return None
    spdx = license_id.removesuffix("-only")
    if spdx not in _LICENSE_IDS and license_id not in _LICENSE_IDS:
        return {
            "key": "other",
            "name": "Other",
            "spdx_id": "NOASSERTION",
            "url": None,
            "node_id": node_id("LA", 0),
        }
    key = spdx.lower()
    return {
        "key": key,
        "name": spdx,
        "spdx_id": spdx,
        "url": f"{api}/licenses/{key}",
        "node_id": node_id("LA", key),
    }
