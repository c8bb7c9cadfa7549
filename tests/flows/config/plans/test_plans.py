"""Plans and registers as data: what is accepted, and that every mistake is told with its place."""

import shutil
from pathlib import Path

import pytest

from flows.config.load import ConfigError, load_config
from flows.config.plans.checks import uncovered
from flows.config.plans.records import PlanIndicator, PlanPhrase
from flows.registry.records import registry_records
from warehouse.building.model import MODELS, parse_model

CONFIG = Path(__file__).parents[4] / "config"
PLAN = "gz-internet-software-2024-2026"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONFIG, tmp_path / "config")
    return tmp_path / "config"


def replace_in(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.errors]


def line_of(path: Path, start: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.startswith(start))


def test_every_phrase_of_the_plan_is_read_or_explained():
    (plan,) = load_config(CONFIG).plans
    indicators = {row.indicator_id for row in plan.indicators}
    for row in plan.phrases:
        assert bool(row.indicator_ids) != bool(row.not_measurable_because_zh), row.phrase_zh
        assert set(row.indicator_ids) <= indicators
    for clause in plan.clauses:
        phrases = [row.phrase_zh for row in plan.phrases if row.clause_id == clause.clause_id]
        assert uncovered(clause.text_zh, phrases) == "", clause.clause_id


def test_only_the_sentence_at_hand_word_for_word_is_called_verbatim():
    (plan,) = load_config(CONFIG).plans
    assert [row.clause_id for row in plan.clauses if row.is_verbatim] == ["t10_2"]


def test_words_that_no_phrase_covers_are_found():
    assert uncovered("支持企业，部署项目。", ["支持企业", "部署项目"]) == ""
    assert uncovered("支持企业，部署项目。", ["支持企业"]) == "部署项目。"
    assert uncovered("支持企业，部署项目。", ["部署项目"]) == "支持企业，部署项目。"


def test_a_phrase_without_meaning_is_refused_with_its_line(folder: Path):
    path = folder / "plans" / PLAN / "phrases.csv"
    line = line_of(path, "t10_1,高校")
    replace_in(path, "t10_1,高校,universities,universities_present,", "t10_1,高校,universities,,")
    assert mistakes(folder) == [
        f'plans/{PLAN}/phrases.csv:{line} phrase_zh = "高校": expected indicator_ids or '
        "not_measurable_because_zh, and not both"
    ]


def test_new_words_in_a_clause_ask_for_a_phrase(folder: Path):
    replace_in(folder / "plans" / PLAN / "clauses.csv", "开源软件供应链安全。", "开源软件供应链安全与合规。")
    (mistake,) = mistakes(folder)
    assert mistake.startswith(f"plans/{PLAN}/clauses.csv:7 text_zh = ")
    assert "与合规" in mistake


def test_all_words_of_the_plan_are_translated_and_the_chinese_stays_the_source():
    (plan,) = load_config(CONFIG).plans
    assert plan.head.lead_unit_en
    assert all(row.task_en and row.text_en for row in plan.clauses)
    assert all(row.phrase_en for row in plan.phrases)
    assert all(
        bool(row.not_measurable_because_en) == bool(row.not_measurable_because_zh) for row in plan.phrases
    )
    for row in plan.indicators:
        assert row.owner_en and row.definition_en and bool(row.caution_en) == bool(row.caution_zh)


def test_a_translated_phrase_that_the_translated_clause_does_not_have_is_refused(folder: Path):
    path = folder / "plans" / PLAN / "phrases.csv"
    line = line_of(path, "t10_1,高校")
    replace_in(path, "t10_1,高校,universities,", "t10_1,高校,colleges,")
    (mistake,) = mistakes(folder)
    assert mistake.startswith(
        f'plans/{PLAN}/phrases.csv:{line} phrase_en = "colleges": expected words of the'
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("measured,contributors,", "measured,contributers,", 'reads = "contributers": expected a metric'),
        ("distinct:organization,", "distinct:organisation,", 'reading = "distinct:organisation": expected'),
        ("registered,trainings,", "registered,training,", 'reads = "training": expected a register'),
        ("sector=ai,", "trade=ai,", "expected column=value|value with one of"),
        (",flow,,,,,up", ",flow,,100,,,up", "expected target_value, target_on and target_source"),
    ],
)
def test_a_wrong_indicator_is_refused(folder: Path, old: str, new: str, expected: str):
    replace_in(folder / "plans" / PLAN / "indicators.csv", old, new)
    (mistake,) = mistakes(folder)
    assert mistake.startswith(f"plans/{PLAN}/indicators.csv:")
    assert expected in mistake


def test_a_register_that_counts_from_no_column_is_refused(folder: Path):
    path = folder / "registers" / "trainings.toml"
    replace_in(path, 'from_column = "held_on"', 'from_column = "day"')
    assert mistakes(folder) == ['registers/trainings.toml:5 from_column = "day": expected one of the columns']


def test_a_plan_lands_with_the_config_and_changes_its_hash(folder: Path):
    before = load_config(folder)
    replace_in(folder / "plans" / f"{PLAN}.toml", "baseline_year = 2023", "baseline_year = 2022")
    after = load_config(folder)
    records = registry_records(after, [])
    assert before.config_hash != after.config_hash
    assert {each.baseline_year for each in records if isinstance(each, PlanIndicator)} == {2022}
    assert sum(isinstance(each, PlanPhrase) for each in records) == len(after.plans[0].phrases)


def test_a_config_without_plans_has_none(folder: Path):
    shutil.rmtree(folder / "plans")
    shutil.rmtree(folder / "registers")
    config = load_config(folder)
    assert (config.plans, config.registers) == ((), {})


def test_every_register_is_a_documented_table():
    for name, register in load_config(CONFIG).registers.items():
        path = MODELS / "marts" / "registers" / f"register_{name}.sql"
        model = parse_model("marts", path.stem, path.read_text(encoding="utf-8"))
        assert list(model.columns) == [*register.columns, "entry_id"], name
