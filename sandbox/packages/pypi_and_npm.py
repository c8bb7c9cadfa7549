"""Package registries of the demonstration world, in the shapes of PyPI and of npm.

PyPI's: ``/pypi/simple/{name}/`` (JSON and HTML), ``/pypi/pypi/{name}/json``, ``/pypistats/api/packages/...``.
npm's: ``/npm/{name}`` (scoped names too) and ``/npm-downloads/downloads/{point,range}/...``.
"""

import hashlib
import html
import random
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import unquote

from sandbox.http.messages import Answer, Request
from sandbox.world.history.threads import Release
from sandbox.world.organizations import MARK_ZH
from sandbox.world.plans import Plan
from sandbox.world.seasons import DAY, iso
from sandbox.world.world import World

PYPI_JSON = "application/vnd.pypi.simple.v1+json"
_ROOTS = ("/pypi/", "/npm/", "/npm-downloads/", "/pypistats/")
_SIMPLE = re.compile(r"/pypi/simple/([^/]+)/?")
_PYPI_DOCUMENT = re.compile(r"/pypi/pypi/([^/]+)/json")
_PYPISTATS = re.compile(r"/pypistats/api/packages/([^/]+)/(recent|overall)")
_NPM = re.compile(r"/npm/((?:@[^/]+/)?[^/]+)")
_NPM_DOWNLOADS = re.compile(r"/npm-downloads/downloads/(point|range)/([^/]+)/((?:@[^/]+/)?[^/]+)")
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class PackageVersion:
    """One published version."""

    version: str
    published_at: int
    size_bytes: int
    is_withdrawn: bool  # yanked on PyPI, deprecated on npm, gone from OHPM
    license_id: str | None

    @property
    def sha256(self) -> str:
        """An invented digest, always the same."""
        return hashlib.sha256(f"{self.version}:{self.published_at}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Package:
    """A package that a repository publishes."""

    ecosystem: str
    name: str
    plan: Plan
    versions: tuple[PackageVersion, ...]  # published by the instant asked for, oldest first

    def downloads_on(self, day: date) -> int:
        """Count the downloads of a day: weekly rhythm, slow growth, invented."""
        start = datetime.fromtimestamp(self.versions[0].published_at, UTC).date()
        age = (day - start).days
        if age < 0:
            return 0
        rng = random.Random(f"{self.name}:{day}")
        busy = 1.0 if day.weekday() < 5 else 0.4
        return int((5 + self.plan.size.star_count / 10) * (1 + age / 700) * busy * rng.uniform(0.7, 1.4))


def package_name(plan: Plan) -> str:
    """Name the package of a repository; every third npm package has a scope, those of OHPM all do."""
    stem = plan.names[0][2]
    owner = plan.names[0][1].login
    is_scoped = plan.ecosystem == "ohpm" or (plan.ecosystem == "npm" and plan.number % 3 == 0)
    return f"@{owner}/{stem}" if is_scoped else f"demo-{stem}"


def publishes(plan: Plan) -> bool:
    """Tell whether a repository publishes a package."""
    return plan.ecosystem is not None and plan.number % 4 != 3 and not plan.is_mirror and not plan.is_empty


def _version(number: int, release: Release, plan: Plan) -> PackageVersion:
    rng = random.Random(f"{plan.repository_id}:{release.tag_name}")
    text = release.tag_name.removeprefix("v")
    return PackageVersion(
        text.replace("-rc.", "rc") if plan.ecosystem == "pypi" else text,
        release.published_at + 600,
        rng.randrange(4_000, 900_000),
        number % 11 == 5,
        plan.license_id,
    )


@dataclass(slots=True)
class Packages:
    """What repositories publish, and the registries of PyPI and npm (OHPM's: ``ohpm.py``)."""

    world: World
    _plans: dict[tuple[str, str], Plan] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for plan in self.world.plans:
            if publishes(plan):
                self._plans[plan.ecosystem or "", package_name(plan)] = plan

    def names(self) -> list[tuple[str, str, Plan]]:
        """List ecosystem, name and repository of every package."""
        return [(ecosystem, name, plan) for (ecosystem, name), plan in self._plans.items()]

    def find(self, ecosystem: str, name: str, at: int) -> Package | None:
        """Find a package that has at least one version by then. It outlives its repository."""
        plan = self._plans.get((ecosystem, name))
        if plan is None or plan.created_at > at:
            return None
        releases = sorted(self.world.history(plan).releases, key=lambda release: release.published_at)
        versions = [_version(k, r, plan) for k, r in enumerate(releases) if r.published_at + 600 <= at]
        return Package(ecosystem, name, plan, tuple(versions)) if versions else None

    def serves(self, request: Request) -> bool:
        """Tell whether a request is for a registry."""
        return request.path.startswith(_ROOTS)

    def handle(self, request: Request) -> Answer:
        """Answer one request, with an ETag and 304."""
        return remembered(request, self._answer(request))

    def _answer(self, request: Request) -> Answer:
        path = unquote(request.path)
        if match := _SIMPLE.fullmatch(path):
            return self._simple(request, match[1])
        if match := _PYPI_DOCUMENT.fullmatch(path):
            package = self.find("pypi", match[1], request.at)
            return missing() if package is None else Answer.json(_document(package, request))
        if match := _PYPISTATS.fullmatch(path):
            package = self.find("pypi", match[1], request.at)
            return missing() if package is None else Answer.json(_pypistats(package, match[2], request.at))
        if match := _NPM_DOWNLOADS.fullmatch(path):
            package = self.find("npm", match[3], request.at)
            return missing() if package is None else _npm_downloads(package, match[1], match[2], request.at)
        if match := _NPM.fullmatch(path):
            package = self.find("npm", match[1], request.at)
            return missing() if package is None else Answer.json(_packument(package, request))
        return missing()

    def _simple(self, request: Request, name: str) -> Answer:
        package = self.find("pypi", name, request.at)
        if package is None:
            return missing()
        if "json" in request.headers.get("accept", ""):
            answer = Answer.json(_simple_json(package, request))
            answer.headers["Content-Type"] = PYPI_JSON
            return answer
        return Answer(200, _simple_html(package, request), {"Content-Type": "text/html; charset=utf-8"})


def remembered(request: Request, answer: Answer) -> Answer:
    """Give an answer its ETag, or 304 to whoever has it already."""
    if answer.status != 200:
        return answer
    etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}"'
    if request.headers.get("if-none-match") == etag:
        return Answer(304, b"", {"ETag": etag})
    answer.headers["ETag"] = etag
    return answer


def missing() -> Answer:
    """Say that there is no such package."""
    return Answer.json({"error": "Not found"}, 404)


def _repository_url(package: Package, request: Request) -> str:
    return f"{request.base_url}/{package.plan.full_name_at(request.at)}"


# ---------------------------------------------------------------------------------------------- PyPI


def _file_name(package: Package, version: PackageVersion) -> str:
    return f"{package.name.replace('-', '_')}-{version.version}.tar.gz"


def _simple_json(package: Package, request: Request) -> Json:
    files = [
        {
            "filename": _file_name(package, version),
            "url": f"{request.base_url}/pypi/files/{_file_name(package, version)}",
            "hashes": {"sha256": version.sha256},
            "requires-python": ">=3.9",
            "size": version.size_bytes,
            "upload-time": iso(version.published_at).replace("Z", ".000000Z"),
            "yanked": "演示：有误的版本" if version.is_withdrawn else False,
        }
        for version in package.versions
    ]
    versions = [version.version for version in package.versions]
    meta = {"api-version": "1.4", "_last-serial": len(files)}
    return {"meta": meta, "name": package.name, "versions": versions, "files": files}


def _simple_html(package: Package, request: Request) -> bytes:
    links = []
    for version in package.versions:
        name = html.escape(_file_name(package, version))
        yanked = ' data-yanked=""' if version.is_withdrawn else ""
        href = f"{request.base_url}/pypi/files/{name}#sha256={version.sha256}"
        links.append(f'<a href="{href}"{yanked}>{name}</a><br/>')
    head = '<!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4"></head><body>'
    return (head + "\n".join(links) + "</body></html>").encode()


def _document(package: Package, request: Request) -> Json:
    newest = [v for v in package.versions if not v.is_withdrawn][-1:] or [package.versions[-1]]
    info = {
        "name": package.name,
        "version": newest[0].version,
        "summary": f"{MARK_ZH}软件包 (demonstration)",
        "license": None,
        "license_expression": newest[0].license_id if newest[0].license_id != "UNRECOGNISED" else None,
        "classifiers": [],
        "home_page": None,
        "project_urls": {"Repository": _repository_url(package, request)},
        "yanked": newest[0].is_withdrawn,
    }
    return {"info": info, "last_serial": len(package.versions), "urls": []}


def _pypistats(package: Package, kind: str, at: int) -> Json:
    today = datetime.fromtimestamp(at, UTC).date()
    days = [today - timedelta(days=n) for n in range(1, 181)]
    counts = {day: package.downloads_on(day) for day in days}
    if kind == "overall":
        rows = [
            {"category": "without_mirrors", "date": day.isoformat(), "downloads": counts[day]}
            for day in sorted(days)
        ]
        return {"data": rows, "package": package.name, "type": "overall_downloads"}
    recent = {
        "last_day": counts[days[0]],
        "last_week": sum(counts[day] for day in days[:7]),
        "last_month": sum(counts[day] for day in days[:30]),
    }
    return {"data": recent, "package": package.name, "type": "recent_downloads"}


# ----------------------------------------------------------------------------------------------- npm


def _packument(package: Package, request: Request) -> Json:
    url = f"git+{_repository_url(package, request)}.git"
    versions = {v.version: _npm_version(package, v, url, request) for v in package.versions}
    stable = [v.version for v in package.versions if "-" not in v.version] or list(versions)
    times = {v.version: iso(v.published_at).replace("Z", ".000Z") for v in package.versions}
    first, last = package.versions[0], package.versions[-1]
    return {
        "_id": package.name,
        "name": package.name,
        "description": f"{MARK_ZH}软件包 (demonstration)",
        "dist-tags": {"latest": stable[-1]},
        "versions": versions,
        "time": {
            "created": iso(first.published_at).replace("Z", ".000Z"),
            "modified": iso(last.published_at).replace("Z", ".000Z"),
            **times,
        },
        "repository": {"type": "git", "url": url},
        "license": last.license_id,
    }


def _npm_version(package: Package, version: PackageVersion, url: str, request: Request) -> Json:
    stem = package.name.rsplit("/", 1)[-1]
    found: Json = {
        "name": package.name,
        "version": version.version,
        "license": version.license_id,
        "repository": {"type": "git", "url": url},
        "dependencies": {"demo-base": "^1.0.0"},
        "dist": {
            "tarball": f"{request.base_url}/npm/{package.name}/-/{stem}-{version.version}.tgz",
            "integrity": f"sha256-{version.sha256}",
            "unpackedSize": version.size_bytes,
            "fileCount": 3 + version.size_bytes % 60,
        },
    }
    return found | ({"deprecated": "演示：请升级"} if version.is_withdrawn else {})


def _npm_downloads(package: Package, kind: str, period: str, at: int) -> Answer:
    today = datetime.fromtimestamp(at - DAY, UTC).date()
    spans = {"last-day": 1, "last-week": 7, "last-month": 30, "last-year": 365}
    if period in spans:
        first, last = today - timedelta(days=spans[period] - 1), today
    else:
        start, _, end = period.partition(":")
        first, last = date.fromisoformat(start), min(date.fromisoformat(end), today)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    head = {"start": first.isoformat(), "end": last.isoformat(), "package": package.name}
    counts = [package.downloads_on(day) for day in days]
    if kind == "point":
        return Answer.json({"downloads": sum(counts), **head})
    rows = [{"downloads": n, "day": day.isoformat()} for n, day in zip(counts, days, strict=True)]
    return Answer.json({"downloads": rows, **head})
