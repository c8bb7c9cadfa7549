"""The config folder as one frozen object, or every mistake in it at once.

``load_config(folder)`` gives a ``Config`` or raises a ``ConfigError`` whose ``errors`` each name the file,
the line, the column, the value and what is expected. Nothing runs on a wrong config.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.config.checks import ConfigTables, problems_between
from flows.config.decision_checks import decision_problems
from flows.config.decisions import decided_claims, decided_domains
from flows.config.files import ConfigProblem, read_document, read_table
from flows.config.identities import IdentityRow
from flows.config.plans.load import LoadedPlan, plan_paths, read_plans
from flows.config.registers import Register, read_registers, register_paths
from flows.config.rows import (
    AccountRow,
    BotRow,
    ClaimRow,
    DecisionRow,
    MailDomainRow,
    OpenHarmonyEmployerRow,
    OpenHarmonyRepositoryRow,
    OpenHarmonySigRow,
    OptOutRow,
    OrganizationRow,
    PackageRow,
    RepositoryRow,
    Row,
    Scope,
    VocabularyRow,
)
from flows.config.settings import Settings


class ConfigError(Exception):
    """The config is wrong; ``errors`` holds every mistake in it, in the order of files and lines."""

    def __init__(self, errors: tuple[ConfigProblem, ...]) -> None:
        """Keep the mistakes; the text has one line for each."""
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Config:
    """All that ``config/`` says, checked. ``config_hash`` changes with any byte of it.

    ``discovered`` are repositories that no file names, found under claimed accounts.
    """

    folder: Path
    config_hash: str
    organizations: tuple[OrganizationRow, ...]
    claims: tuple[ClaimRow, ...]
    decisions: tuple[DecisionRow, ...]
    identities: tuple[IdentityRow, ...]
    accounts: tuple[AccountRow, ...]
    repositories: tuple[RepositoryRow, ...]
    mail_domains: tuple[MailDomainRow, ...]
    packages: tuple[PackageRow, ...]
    openharmony_repositories: tuple[OpenHarmonyRepositoryRow, ...]
    openharmony_sigs: tuple[OpenHarmonySigRow, ...]
    openharmony_employers: tuple[OpenHarmonyEmployerRow, ...]
    bots: tuple[BotRow, ...]
    opt_outs: tuple[OptOutRow, ...]
    vocabulary: tuple[VocabularyRow, ...]
    scopes: Mapping[str, Scope]
    settings: Settings
    registers: Mapping[str, Register]
    plans: tuple[LoadedPlan, ...]
    discovered: tuple[RepositoryRow, ...] = ()


def load_config(folder: Path) -> Config:
    """Read and check the config folder; raise ConfigError with every mistake in it."""
    problems: list[ConfigProblem] = []
    tables = read_tables(folder, problems)
    problems += problems_between(tables)
    problems += decision_problems(tables)
    registers = read_registers(folder / "registers", problems)
    plans = read_plans(folder / "plans", registers, problems)
    if problems or tables.scopes.content is None or tables.settings.content is None:
        raise ConfigError(tuple(sorted(problems, key=lambda problem: (problem.path, problem.line or 0))))
    paths = [table.path for table in (*tables.csv_tables().values(), tables.scopes, tables.settings)]
    paths += [*register_paths(folder / "registers"), *plan_paths(folder / "plans")]
    return Config(
        folder=folder,
        config_hash=_config_hash(paths),
        scopes=tables.scopes.content,
        settings=tables.settings.content,
        registers=registers,
        plans=plans,
        **_rows(tables),  # pyright: ignore[reportArgumentType]
    )


def read_tables(folder: Path, problems: list[ConfigProblem]) -> ConfigTables:
    """Read every file of the folder, as it is entered; add what is wrong to ``problems``."""
    return ConfigTables(
        organizations=read_table(folder / "organizations.csv", OrganizationRow, problems),
        claims=read_table(folder / "claims.csv", ClaimRow, problems),
        decisions=read_table(folder / "decisions.csv", DecisionRow, problems),
        identities=read_table(folder / "identities.csv", IdentityRow, problems),
        accounts=read_table(folder / "accounts.csv", AccountRow, problems),
        repositories=read_table(folder / "repositories.csv", RepositoryRow, problems),
        mail_domains=read_table(folder / "mail_domains.csv", MailDomainRow, problems),
        packages=read_table(folder / "packages.csv", PackageRow, problems),
        openharmony_repositories=read_table(
            folder / "openharmony_repositories.csv", OpenHarmonyRepositoryRow, problems
        ),
        openharmony_sigs=read_table(folder / "openharmony_sigs.csv", OpenHarmonySigRow, problems),
        openharmony_employers=read_table(
            folder / "openharmony_employers.csv", OpenHarmonyEmployerRow, problems
        ),
        bots=read_table(folder / "bots.csv", BotRow, problems),
        opt_outs=read_table(folder / "opt_outs.csv", OptOutRow, problems),
        vocabulary=read_table(folder / "vocabulary.csv", VocabularyRow, problems),
        scopes=read_document(folder / "scopes.toml", dict[str, Scope], problems),
        settings=read_document(folder / "settings.toml", Settings, problems),
    )


def _rows(tables: ConfigTables) -> dict[str, tuple[Row, ...]]:
    """Give the rows of every CSV file, those that reviews decide on as decided."""
    rows = {name: table.rows for name, table in tables.csv_tables().items()}
    decisions = tables.decisions.rows
    rows["claims"] = decided_claims(tables.claims.rows, decisions)
    rows["mail_domains"] = decided_domains(tables.mail_domains.rows, decisions)
    return rows


def _config_hash(paths: list[Path]) -> str:
    """Hash the files by name and content, whatever their line ends and byte order marks."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        text = path.read_bytes().removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        digest.update(path.name.encode() + b"\0" + text + b"\0")
    return digest.hexdigest()
