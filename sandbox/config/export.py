"""The world's own config folder, in the same files as ``config/``, so that the daily flow can run on it."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from sandbox.config import openharmony as openharmony_config
from sandbox.config.register_facts import filled_registers
from sandbox.config.rows import Row, claim, written_list
from sandbox.packages.pypi_and_npm import Packages
from sandbox.world.invented import SOURCE
from sandbox.world.organizations import DISTRICTS, LOGIN_PREFIX, PARKS, Organization
from sandbox.world.people import PERSONAL_DOMAINS
from sandbox.world.plans import BLOCK, Plan
from sandbox.world.world import World

DEMO_SCOPE, EVERYTHING = "demo", "everything"
FILLED = "filled"  # below the folder: what an office would enter into registers
_PATHS = {
    "github": ("", "", "/api/v3"),
    "gitee": ("/gitee", "/gitee", "/gitee/api/v5"),
    "gitcode": ("/gitcode", "", "/gitcode/api/v5"),
}  # of pages, git and API, below the base address
_ELSEWHERE = {0: "gitee", 4: "gitcode"}  # by the number's rest of six: small repositories without a history
_ELSEWHERE_FROM = 12
_METADATA_EVERY = 9  # every ninth repository is read without line counts

_COLUMNS: dict[str, tuple[str, ...]] = {
    "organizations": (
        "organization_id", "name_zh", "name_en", "kind", "sector", "district", "park", "size_class",
        "is_backbone", "relation", "parent_organization_id", "source", "note",
    ),
    "decisions": (
        "decision_id", "decided_on", "reviewer", "subject_kind", "subject_id", "verdict", "organization_id",
        "canonical_domain", "reason",
    ),
    "claims": (
        "claim_id", "subject_kind", "subject_id", "organization_id", "evidence_kind", "source",
        "affiliation_confidence", "account_confidence", "valid_from_on", "valid_until_on", "review_status",
        "reviewer", "reviewed_on",
    ),
    "identities": (
        "claim_id", "left_node", "right_node", "relation", "evidence", "source", "valid_from_on",
        "valid_until_on", "review_status", "reviewer", "reviewed_on",
    ),
    "accounts": ("account_id", "is_aggregate_only", "note"),
    "repositories": (
        "forge", "full_name", "role", "project_id", "mirror_of", "is_aggregate_only", "depth", "note",
    ),
    "mail_domains": ("domain", "canonical_domain", "domain_scope", "note"),
    "packages": ("package_id", "repository_id", "relation", "source"),
    "openharmony_repositories": (
        "name", "repository_id", "path", "groups", "releases", "repository_class", "sig", "sub_systems",
        "committer_domains",
    ),
    "openharmony_sigs": ("sig_id", "description", "sub_systems", "leader_domain", "repository_count"),
    "openharmony_employers": ("domain", "name_zh", "name_en", "city_zh", "city_en", "kind", "source"),
    "opt_outs": ("node", "requested_on", "note"),
    "bots": ("bot_id", "match_kind", "pattern", "reason"),
    "vocabulary": ("subject_kind", "subject_id", "name_zh", "name_en"),
}  # fmt: skip
_KINDS = {
    "enterprise": ("企业", "Enterprises"),
    "university": ("高校", "Universities"),
    "institute": ("科研机构", "Research institutes"),
    "community": ("社区", "Communities"),
    "government": ("公共项目机构", "Public programme bodies"),
    "foundation": ("基金会", "Foundations"),
}
_SECTORS = {
    "internet": ("互联网", "Internet"),
    "game": ("游戏", "Games"),
    "electronic_information": ("电子信息", "Electronic information"),
    "operating_system": ("操作系统", "Operating systems"),
    "industrial_internet": ("工业互联网", "Industrial internet"),
    "industrial_software": ("工业软件", "Industrial software"),
    "cnc": ("数控机床", "CNC machine tools"),
    "high_end_equipment": ("高端装备", "High-end equipment"),
    "automotive": ("汽车", "Automotive"),
    "energy_power": ("能源电力", "Energy and power"),
    "ai": ("人工智能", "Artificial intelligence"),
    "finance": ("金融", "Finance"),
    "infosec": ("信息安全", "Information security"),
    "education": ("教育", "Education"),
    "other": ("其他", "Other"),
}
_SIZE_CLASSES = {
    "large": ("大型", "Large"),
    "medium": ("中型", "Medium"),
    "small": ("小型", "Small"),
    "micro": ("微型", "Micro"),
}


def registered_name(plan: Plan) -> str:
    """Give the name under which a repository was registered: its first one, unless another took that over."""
    _, owner, name = plan.names[-1 if plan.hazard == "name_taken_over" else 0]
    return f"{owner.login}/{name}"


def registered_forge(plan: Plan) -> str:
    """Give the forge under which a repository is registered; the sandbox shows each on all of them."""
    is_steady = plan.hazard is None and plan.organization is not None and len(plan.names) == 1
    is_elsewhere = is_steady and plan.number % BLOCK >= _ELSEWHERE_FROM
    return _ELSEWHERE.get(plan.number % 6, plan.forge) if is_elsewhere else plan.forge


def registered_id(plan: Plan) -> str:
    """Give the id by which the config names a repository."""
    return f"{registered_forge(plan)}:{registered_name(plan)}"


def _accounts(world: World) -> Iterator[tuple[str, Organization]]:
    """Yield the accounts of organisations on every forge where they have a repository, GitHub's first."""
    elsewhere = {
        (registered_forge(plan), plan.organization.organization_id)
        for plan in _registered(world)
        if plan.organization is not None
    }
    for organization in _with_accounts(world):
        for forge in _PATHS:
            if forge == "github" or (forge, organization.organization_id) in elsewhere:
                yield f"{forge}:{organization.login}", organization


def _organizations(world: World) -> Iterator[Row]:
    for organization in world.cast.organizations:
        yield {
            **{name: getattr(organization, name) for name in _COLUMNS["organizations"][:8]},
            "is_backbone": "yes" if organization.is_backbone else "no",
            "relation": organization.relation,
            "source": SOURCE,
        }


def _claims(world: World) -> Iterator[Row]:
    number = 1
    for account, organization in _accounts(world):
        yield claim(number, "account", account, organization.organization_id, "account_ownership")
        number += 1
    for organization in world.cast.organizations:
        if organization.domain_scope == "exclusive":
            domain = organization.mail_domain
            yield claim(number, "mail_domain", domain, organization.organization_id, "commit_domain")
            number += 1
    for plan in _registered(world):
        if plan.organization is None:
            subject = registered_id(plan)
            claimant = world.cast.organizations[plan.number % 3].organization_id
            yield claim(number, "repository", subject, claimant, "repo_list")
            number += 1


def _with_accounts(world: World) -> list[Organization]:
    return [organization for organization in world.cast.organizations if organization.has_public_account]


def _registered(world: World) -> list[Plan]:
    return [plan for plan in world.plans if plan.project is None and plan.created_at <= world.until]


def _repositories(world: World) -> Iterator[Row]:
    for plan in _registered(world):
        row: Row = {
            "forge": registered_forge(plan),
            "full_name": registered_name(plan),
            "role": {"fork": "fork", "mirror": "mirror"}.get(plan.hazard or "", "own"),
            "is_aggregate_only": "no",
            "depth": "metadata" if plan.number % _METADATA_EVERY == 8 else "full",
        }
        if plan.is_mirror and plan.parent is not None:
            row["mirror_of"] = registered_id(plan.parent)
        if plan.is_mirror or plan.number % 60 in (2, 4):
            row["project_id"] = f"{LOGIN_PREFIX}project-{plan.number // 60}"
        yield row


def _mail_domains(world: World) -> Iterator[Row]:
    for organization in world.cast.organizations:
        yield {"domain": organization.mail_domain, "domain_scope": organization.domain_scope, "note": SOURCE}
    for domain in PERSONAL_DOMAINS:
        yield {"domain": domain, "domain_scope": "personal", "note": SOURCE}
    yield {"domain": "users.noreply.github.com", "domain_scope": "platform"}


def _packages(world: World) -> Iterator[Row]:
    for ecosystem, name, plan in Packages(world).names():
        if plan.created_at <= world.until:
            yield {
                "package_id": f"{ecosystem}:{name}",
                "repository_id": registered_id(plan),
                "relation": "official" if plan.number % 5 else "community",
                "source": SOURCE,
            }


def _bots(world: World) -> Iterator[Row]:
    yield {"bot_id": "app", "match_kind": "login_suffix", "pattern": "[bot]", "reason": SOURCE}
    suffix = "[bot]@users.noreply.github.com"
    yield {"bot_id": "app-mailbox", "match_kind": "mailbox_suffix", "pattern": suffix, "reason": SOURCE}
    for bot in world.bots:
        login = bot.account.login
        yield {"bot_id": login, "match_kind": "login", "pattern": login, "reason": SOURCE}


def _vocabulary() -> Iterator[Row]:
    words: list[tuple[str, str, str, str]] = []
    for kind, names in (("kind", _KINDS), ("sector", _SECTORS), ("size_class", _SIZE_CLASSES)):
        words += [(kind, word, *name) for word, name in names.items()]
    words += [("district", *district) for district in DISTRICTS]
    words += [("park", *park) for park in PARKS]
    for subject_kind, subject_id, name_zh, name_en in words:
        yield {"subject_kind": subject_kind, "subject_id": subject_id, "name_zh": name_zh, "name_en": name_en}


def _scopes(world: World) -> str:
    names = [registered_id(plan) for plan in _registered(world)]
    packages = [str(row["package_id"]) for row in _packages(world)]
    return (
        f"# {SOURCE}\n\n[{DEMO_SCOPE}]\n"
        'name_zh = "演示范围"\nname_en = "Demonstration"\n'
        f"repositories = [\n{written_list(names)}]\npackages = [\n{written_list(packages)}]\n"
    ) + (openharmony_config.scopes(DEMO_SCOPE, EVERYTHING, world.until) if _has_project(world) else "")


def _settings(world: World, folder: Path, base_url: str) -> str:
    default_scope = EVERYTHING if _has_project(world) else DEMO_SCOPE
    forges = "".join(
        f"\n[forges.{forge}]\n"
        f'web_url = "{base_url}{web}/{{full_name}}"\n'
        f'clone_url = "{base_url}{git}/{{full_name}}.git"\n'
        f'api_url = "{base_url}{api}"\n'
        f'token_variables = ["{forge.upper()}_TOKEN"]\n'
        "pace_seconds = 0.0\n"
        for forge, (web, git, api) in _PATHS.items()
    )
    return (
        f'# {SOURCE}\n\ndefault_scope = "{default_scope}"\n\n'
        '[schedule]\ncron = "30 2 * * *"\ntime_zone = "Asia/Shanghai"\n\n'
        "[collecting]\nworkers = 4\nrepositories_per_task = 20\nprobe_timeout_seconds = 3.0\n"
        "seconds_per_repository = 600\nmegabytes_per_repository = 512\npage_keeping_days = 0\n\n"
        "[publishing]\nsnapshots_kept = 5\n\n"
        f'[identity]\nmailbox_key_file = "{folder / "mailbox.key"}"\n'
    ) + forges


def _has_project(world: World) -> bool:
    return openharmony_config.begun(world.openharmony, world.until) is not None


def _tables(world: World) -> dict[str, Iterable[Row]]:
    """Give the rows of every file by its name without the ending."""
    tables: dict[str, list[Row]] = {
        "organizations": [*_organizations(world)],
        "claims": [*_claims(world)],
        "accounts": [{"account_id": account, "note": SOURCE} for account, _ in _accounts(world)],
        "repositories": [*_repositories(world)],
        "mail_domains": [*_mail_domains(world)],
        "packages": [*_packages(world)],
        "bots": [*_bots(world)],
        "vocabulary": [*_vocabulary()],
    }
    for name, rows in _project_tables(world, tables).items():
        tables.setdefault(name, []).extend(rows)
    return {name: tables.get(name, ()) for name in _COLUMNS}


def _project_tables(world: World, tables: Mapping[str, Sequence[Row]]) -> dict[str, Iterator[Row]]:
    """Give the rows about OpenHarmony, which come after the world's own."""
    project, until = openharmony_config.begun(world.openharmony, world.until), world.until
    if project is None:
        return {}
    known = {str(row["organization_id"]) for row in tables["organizations"]}
    shared = [each for each in world.cast.organizations if each.domain_scope == "shared"]
    return {
        "organizations": openharmony_config.organizations(project),
        "claims": openharmony_config.claims(project, len(tables["claims"]) + 1, known, until),
        "accounts": openharmony_config.accounts(),
        "repositories": openharmony_config.repositories(until),
        "mail_domains": openharmony_config.mail_domains(),
        "bots": openharmony_config.bots(),
        "openharmony_repositories": openharmony_config.listed_repositories(project, until),
        "openharmony_sigs": openharmony_config.groups(project, until),
        "openharmony_employers": openharmony_config.employers(shared),
    }


def _write(path: Path, columns: Sequence[str], rows: Iterable[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def write_config(world: World, folder: Path, base_url: str) -> None:
    """Write the config of a world whose forges are served below ``base_url`` (no slash at its end)."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = _tables(world)
    for name, rows in tables.items():
        _write(folder / f"{name}.csv", _COLUMNS[name], rows)
    (folder / FILLED).mkdir(exist_ok=True)
    for name, rows in filled_registers(world).items():
        _write(folder / FILLED / f"{name}.csv", list(dict.fromkeys(key for row in rows for key in row)), rows)
    (folder / "scopes.toml").write_text(_scopes(world), encoding="utf-8")
    (folder / "settings.toml").write_text(_settings(world, folder, base_url), encoding="utf-8")
