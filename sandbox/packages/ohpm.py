"""OHPM, the package centre of OpenHarmony, over the packages of the demonstration world.

``/ohpm/{@owner/name}`` speaks like npm's registry; ``/ohpmweb/registry/oh-package/openapi/v1/detail/{name}``
is the centre's own web interface, which answers 200 whatever it has to say. What was withdrawn is gone.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

from sandbox.http.messages import Answer, Request
from sandbox.packages.pypi_and_npm import Json, Package, Packages, PackageVersion, missing, remembered
from sandbox.world.organizations import MARK_ZH
from sandbox.world.seasons import DAY, iso

ECOSYSTEM = "ohpm"
_ROOTS = ("/ohpm/", "/ohpmweb/")
_DOCUMENT = re.compile(r"/ohpm/((?:@[^/]+/)?[^/]+)")
_DETAIL = re.compile(r"/ohpmweb/registry/oh-package/openapi/v1/detail/(.+)")
_WITHDRAWN_AFTER = 45 * DAY  # a mistaken version stays up for so long
_UNKNOWN = "success"  # the body where there is no such package


@dataclass(slots=True)
class PackageCentre:
    """The registry and the web interface beside it."""

    packages: Packages

    def serves(self, request: Request) -> bool:
        """Tell whether a request is for the package centre."""
        return request.path.startswith(_ROOTS)

    def handle(self, request: Request) -> Answer:
        """Answer one request."""
        path = unquote(request.path)
        if match := _DOCUMENT.fullmatch(path):
            versions = self.versions(match[1], request.at)
            package = self.packages.find(ECOSYSTEM, match[1], request.at)
            if package is None or not versions:
                return missing()
            return remembered(request, Answer.json(_document(package, versions, request)))
        if match := _DETAIL.fullmatch(path):
            return Answer.json({"code": 200, "message": "success", "body": self._detail(match[1], request)})
        return missing()

    def versions(self, name: str, at: int) -> list[PackageVersion]:
        """List the versions that can be had at an instant, oldest first."""
        package = self.packages.find(ECOSYSTEM, name, at)
        found = package.versions if package else ()
        return [v for v in found if not (v.is_withdrawn and v.published_at + _WITHDRAWN_AFTER <= at)]

    def downloads(self, name: str, at: int) -> int:
        """Count all downloads so far: every day adds some."""
        package = self.packages.find(ECOSYSTEM, name, at)
        if package is None:
            return 0
        first = datetime.fromtimestamp(package.versions[0].published_at, UTC).date()
        age = (datetime.fromtimestamp(at, UTC).date() - first).days
        return sum(package.downloads_on(first + timedelta(days=n)) for n in range(age))

    def dependents(self, name: str, at: int) -> int:
        """Count the packages that need this one: each begins on a day of its own, and some end again."""
        package = self.packages.find(ECOSYSTEM, name, at)
        if package is None:
            return 0
        rng = random.Random(f"{name}:dependents")
        first, most = package.versions[0].published_at, 3 + package.plan.size.star_count // 20
        spans = [(first + rng.randrange(3_000) * DAY, rng.choice((400, 5_000, 5_000))) for _ in range(most)]
        return sum(since <= at < since + days * DAY for since, days in spans)

    def _detail(self, name: str, request: Request) -> Json | str:
        versions = self.versions(name, request.at)
        package = self.packages.find(ECOSYSTEM, name, request.at)
        if package is None or not versions:
            return _UNKNOWN
        return {
            "name": name,
            "version": versions[-1].version,
            "description": f"{MARK_ZH}软件包 (demonstration)",
            "license": package.plan.license_id,
            "publishTime": versions[-1].published_at * 1_000,
            "downloads": self.downloads(name, request.at),
            "dependencies": {"total": 1, "rows": []},
            "dependent": {"total": self.dependents(name, request.at), "rows": []},
            "points": 60 + package.plan.number % 40,
        }


def _document(package: Package, versions: Sequence[PackageVersion], request: Request) -> Json:
    """Write the registry's document."""
    repository = f"{request.base_url}/gitcode/{package.plan.full_name_at(request.at)}"
    return {
        "name": package.name,
        "description": f"{MARK_ZH}软件包 (demonstration)",
        "dist-tags": {"latest": versions[-1].version},
        "versions": {v.version: _version(package, v, repository, request) for v in versions},
        "time": {v.version: iso(v.published_at).replace("Z", ".000Z") for v in versions},
    }


def _version(package: Package, version: PackageVersion, repository: str, request: Request) -> Json:
    stem = package.name.rpartition("/")[2]
    return {
        "name": package.name,
        "version": version.version,
        "license": version.license_id,
        "repository": repository,
        "dependencies": {"@demo/base": "^1.0.0"},
        "dist": {
            "tarball": f"{request.base_url}/ohpm/{package.name}/-/{stem}-{version.version}.har",
            "integrity": f"sha512-{version.sha256}",
        },
    }
