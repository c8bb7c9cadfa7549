"""`suiyuan review`: what is worth a human look, what a decision would move, and the correction log."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.cli.operator_errors import entry_errors
from flows.cli.options import ConfigFolder, DataFolder

if TYPE_CHECKING:
    from flows.config.review import Row, Verdict

KINDS = {
    "unreviewed_claim": "待复核 unreviewed",
    "old_claim": "一年未看 old",
    "contradiction": "矛盾 contradiction",
    "identity_contradiction": "身份矛盾 identity",
    "unknown_domain": "未知域名 unknown domain",
    "bot_proposal": "疑似机器人 bot?",
}

NOT_HELD = "未采集"

review_app = typer.Typer(
    no_args_is_help=True, help="归属复核：清单、认可、否决、更正记录 · review who belongs to whom."
)

ClaimId = Annotated[str, typer.Argument(metavar="CLAIM", help="主张编号，如 C0042。")]
By = Annotated[str, typer.Option("--by", metavar="UNIT", help="复核岗位或小组，不写人名。")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="理由与依据。")]


@review_app.command("list")
def list_items(
    kind: Annotated[str | None, typer.Option("--kind", help=f"只看一类：{'、'.join(KINDS)}。")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", help="最多几行。")] = 20,
    data: DataFolder = None,
) -> None:
    """List what is worth a look, the most figure-moving first."""
    with entry_errors():
        from flows.config.review import items
        from flows.config.settings import data_folder

        found = items(data_folder(data), kind, limit)
    _table(
        ["类别 kind", "对象 subject", "机构 organisation"],
        ["仓库", "提交", "人", "占比 share"],
        [
            [
                KINDS[row["item_kind"]],
                _subject(row),
                str(row["organization_id"] or ""),
                _number(row["repository_count"]),
                _held(row, "commit_count"),
                _held(row, "contributor_count"),
                "–" if row["share_ratio"] is None else f"{row['share_ratio']:.1%}",
            ]
            for row in found
        ],
    )
    typer.echo(
        "下一步：suiyuan review show C0042；认可、否决：suiyuan review accept 或 reject；"
        "域名：suiyuan review domain；身份：config/identities.csv"
    )


@review_app.command("show")
def show(claim_id: ClaimId, data: DataFolder = None) -> None:
    """Show a claim, its evidence, and what taking it away would change at each confidence."""
    with entry_errors():
        from flows.config.review import claim
        from flows.config.settings import data_folder

        found, effects = claim(data_folder(data), claim_id)
    if found is None:
        typer.echo(f"{claim_id}: 这份快照里没有这条主张 no such claim in this snapshot")
        raise typer.Exit(1)
    typer.echo(
        f"{found['claim_id']}  {found['subject_id']} → {found['name_zh']}（{found['organization_id']}）"
    )
    typer.echo(f"依据 evidence: {found['evidence_kind']}，{found['source']}")
    sureness = f"机构属地 {found['affiliation_confidence']}，对象归属 {found['account_confidence']}"
    reviewed = f"{found['review_status']} {found['reviewer'] or ''} {found['reviewed_on'] or ''}"
    typer.echo(f"置信 confidence: {sureness}；复核 review: {reviewed}")
    _effects(effects)


@review_app.command("accept")
def accept(
    claim_id: ClaimId, by: By, reason: Reason, config: ConfigFolder = None, data: DataFolder = None
) -> None:
    """Accept a claim: it counts as reviewed from the next build on."""
    _decide_claim("accepted", claim_id, by, reason, config, data)


@review_app.command("reject")
def reject(
    claim_id: ClaimId, by: By, reason: Reason, config: ConfigFolder = None, data: DataFolder = None
) -> None:
    """Reject a claim: from the next build on it counts for nothing, in all of history."""
    _decide_claim("rejected", claim_id, by, reason, config, data)


@review_app.command("withdraw")
def withdraw(
    claim_id: ClaimId, by: By, reason: Reason, config: ConfigFolder = None, data: DataFolder = None
) -> None:
    """Take the decision on a claim back: what the registry says of it holds again."""
    _decide_claim("withdrawn", claim_id, by, reason, config, data)


@review_app.command("domain")
def domain(
    name: Annotated[str, typer.Argument(metavar="DOMAIN", help="邮箱域名，如 example.com。")],
    verdict: Annotated[
        str,
        typer.Argument(
            metavar="VERDICT",
            help="exclusive 专属一个机构，shared 集团共用，contractor 外包，personal 个人，platform 平台，"
            "typo 误写，withdrawn 撤回。",
        ),
    ],
    by: By,
    reason: Reason,
    organization: Annotated[
        str | None, typer.Option("--organization", metavar="ID", help="专属域名所属的机构编号。")
    ] = None,
    means: Annotated[str | None, typer.Option("--means", metavar="DOMAIN", help="误写所指的域名。")] = None,
    config: ConfigFolder = None,
) -> None:
    """Say what a mail domain tells, or does not tell, about an employer."""
    from flows.config.review import Verdict

    decided = Verdict(
        subject_kind="mail_domain",
        subject_id=name.lower(),
        verdict=verdict,
        reviewer=by,
        reason=reason,
        organization_id=organization,
        canonical_domain=means,
    )
    _enter(decided, config)


@review_app.command("node")
def node(
    name: Annotated[str, typer.Argument(metavar="NODE", help="key:… 或 account:…，见清单。")],
    verdict: Annotated[
        str, typer.Argument(metavar="VERDICT", help="bot 机器人，person 人，withdrawn 撤回。")
    ],
    by: By,
    reason: Reason,
    config: ConfigFolder = None,
) -> None:
    """Say whether what looks like a robot is one."""
    from flows.config.review import Verdict

    _enter(Verdict(subject_kind="node", subject_id=name, verdict=verdict, reviewer=by, reason=reason), config)


@review_app.command("log")
def log(
    form: Annotated[str, typer.Option("--format", help="table、csv、json 或 parquet。")] = "table",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="写入文件；否则写到标准输出。")
    ] = None,
    data: DataFolder = None,
) -> None:
    """Write the correction log: what changed, who decided it, and which headline moved by how much."""
    with entry_errors():
        from flows.cli.inspect.query import answer, open_for_queries
        from flows.config.review import LOG
        from flows.config.settings import data_folder

        with open_for_queries(data_folder(data), "public", None) as db:
            answer(db, LOG, form, output)


def _decide_claim(
    verdict: str, claim_id: str, by: str, reason: str, config: Path | None, data: Path | None
) -> None:
    from flows.config.review import Verdict
    from flows.config.settings import data_folder

    with entry_errors():
        from flows.config.review import claim
        from warehouse.errors import SnapshotMissing

        try:
            _effects(claim(data_folder(data), claim_id)[1])
        except SnapshotMissing:
            typer.echo("还没有快照，无法说明这会动多少数字 no snapshot yet that says what this moves")
    decided = Verdict(
        subject_kind="claim", subject_id=claim_id.upper(), verdict=verdict, reviewer=by, reason=reason
    )
    _enter(decided, config)


def _enter(decided: "Verdict", config: Path | None) -> None:
    with entry_errors():
        from collectors.clock import day_of
        from flows.config.review import decide
        from flows.config.settings import config_folder

        row = decide(config_folder(config), decided, day_of(datetime.now(UTC)))
    typer.echo(
        f"{row.decision_id}: {row.subject_id} {row.verdict}（{row.reviewer}）。下次构建生效：suiyuan build"
    )


def _effects(effects: Sequence["Row"]) -> None:
    """Show what only this claim puts into the city's figures."""
    if not effects:
        typer.echo("它不动全市数字 it moves no figure of the city")
        return
    year = effects[0]["year"]
    is_counted = effects[0]["is_counted"]
    typer.echo("现在计入。没有它将少 without it:" if is_counted else "现在不计。恢复它将多 with it again:")
    _table(
        ["置信档 at"],
        ["仓库 repos", f"{year} 提交 commits", f"{year} 贡献者 people", "全市完整采集 held"],
        [
            [
                row["confidence"],
                _number(row["repository_count"]),
                f"{_moved(row, 'commit_count')} / {_moved(row, 'total_commit_count')}",
                f"{_moved(row, 'contributor_count')} / {_moved(row, 'total_contributor_count')}",
                f"{row['total_complete_target_count']} / {row['total_target_count']}",
            ]
            for row in effects
        ],
    )


def _subject(row: "Row") -> str:
    """Name what an item is about: a claim with what it claims, a domain, or those that are not named."""
    if row["subject_id"] is None:
        return "（公开快照不列名）"
    return " ".join(filter(None, [row["subject_id"], row["claimed_id"]]))


def _table(words: Sequence[str], numbers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in words:
        table.add_column(title, overflow="fold")
    for title in numbers:
        table.add_column(title, justify="right", no_wrap=True)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


def _held(row: "Row", column: str) -> str:
    """Write a count of an item; of a claim whose repositories are not held it is not known."""
    is_not_held = row["commit_count"] is None and row["repository_count"] is not None
    return NOT_HELD if is_not_held else _number(row[column])


def _moved(row: "Row", column: str) -> str:
    """Write what a claim moves, or the city's figure that it is a part of."""
    if row[column] is not None:
        return _number(row[column])
    total = "total_" if column.startswith("total_") else ""
    if total and not row["total_target_count"]:
        return "无可计入的仓库 none in scope"
    return NOT_HELD if row[f"{total}commit_count"] is None else "不公布 withheld"


def _number(value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    return "–" if value is None else f"{value:,}"
