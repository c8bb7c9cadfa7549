"""The config loads as a whole, or every mistake is named with its file, line, column and value."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from flows.config.load import ConfigError, load_config

SAMPLE = Path(__file__).parents[1] / "config_sample"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "config"))


def errors_of(folder: Path) -> list[str]:
    """Load the folder and give its mistakes, each without the path to the folder."""
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.errors))
    return [str(error).removeprefix(f"{folder}/") for error in caught.value.errors]


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{old} is not once in {path.name}"
    path.write_text(text.replace(old, new))


def append(path: Path, line: str) -> None:
    path.write_text(path.read_text() + line + "\n")


def test_the_sample_loads_with_types(folder):
    config = load_config(folder)
    harbour, laboratory, project = config.organizations
    assert (harbour.is_backbone, laboratory.is_backbone, project.is_backbone) == (True, False, None)
    assert project.note == "Elsewhere,\nnot in the city"
    assert config.claims[0].valid_from_on == date(2015, 1, 1)
    assert config.claims[0].valid_until_on is None
    assert config.openharmony_repositories[0].groups == ("default", "standard")
    assert config.openharmony_sigs[1].sub_systems == ()
    assert config.scopes["all"].includes == ("small", "city", "system")
    assert config.settings.collecting.probe_timeout_seconds == 1.5


def test_the_config_cannot_be_changed(folder):
    config = load_config(folder)
    with pytest.raises(AttributeError):
        config.folder = Path()
    with pytest.raises(ValueError, match="frozen"):
        config.organizations[0].name_en = "Other"


def test_a_wrong_word_is_refused_with_file_line_column_value_and_the_words_expected(folder):
    replace(
        folder / "claims.csv",
        "account_ownership,Its own site,high,high",
        "account_ownership,Its own site,hgih,high",
    )
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    assert str(caught.value) == (
        f'{folder}/claims.csv:2 affiliation_confidence = "hgih": expected one of high, medium, low, none'
    )


def test_all_mistakes_of_all_files_come_at_once_in_order(folder):
    replace(folder / "bots.csv", "login_suffix", "smell")
    replace(folder / "organizations.csv", "harbour-lab,海港实验室", "harbour-lab,")
    replace(folder / "claims.csv", "2015-01-01", "2015-02-30")
    append(folder / "claims.csv", "C0010,account,github:nobody,nobody,guess,Hearsay,high,high,,,unreviewed,,")
    append(
        folder / "claims.csv", "C0011,account,github:nobody,nobody,repo_list,Hearsay,high,high,,,unreviewed,,"
    )
    replace(folder / "settings.toml", "workers = 2", 'workers = "two"')
    assert errors_of(folder) == [
        'bots.csv:2 match_kind = "smell": expected one of login, login_suffix, mailbox_suffix',
        'claims.csv:2 valid_from_on = "2015-02-30": expected a day such as 2026-01-31',
        'claims.csv:11 evidence_kind = "guess": expected one of official_statement, copyright_or_readme, '
        "governance_record, account_ownership, repo_list, commit_domain, profile_location",
        'claims.csv:12 organization_id = "nobody": expected an organization_id of organizations.csv',
        'claims.csv:12 subject_id = "github:nobody": expected an account of accounts.csv',
        "organizations.csv:3 name_zh: expected a value",
        'settings.toml:8 collecting.workers = "two": expected a whole number',
    ]


def test_a_wrong_row_still_counts_as_known_so_that_nothing_follows_from_it(folder):
    replace(
        folder / "organizations.csv",
        "harbour,海港软件,Harbour Software,enterprise",
        "harbour,,Harbour,enterprise",
    )
    assert errors_of(folder) == ["organizations.csv:2 name_zh: expected a value"]


def test_lines_are_counted_where_a_row_starts(folder):
    append(folder / "organizations.csv", "later,后,Later,enterprise,internet,,,,perhaps,guangzhou,,Site,")
    assert errors_of(folder) == ['organizations.csv:6 is_backbone = "perhaps": expected yes or no']


SECRETS = [
    ("organizations.csv", "Business register", "https://user:hunter2@site.example/", "hunter2", 2),
    ("organizations.csv", "Business register", "https://site.example/?access_token=hunter2", "hunter2", 2),
    ("organizations.csv", "Business register", "ghp_" + "a1B2" * 9, "a1B2", 2),
    ("organizations.csv", "Business register", "Asked someone@site.example", "someone", 2),
    ("mail_domains.csv", "post.example", "someone@post.example", "someone", 5),
    ("settings.toml", "https://api.forge", "https://hunter2@api.forge", "hunter2", 24),
    ("scopes.toml", '"Small"', '"someone@site.example"', "someone", 5),
]


@pytest.mark.parametrize(("file", "old", "new", "private", "line"), SECRETS)
def test_mailboxes_and_secrets_are_refused_and_not_repeated(folder, file, old, new, private, line):
    replace(folder / file, old, new)
    (error,) = errors_of(folder)
    assert error.startswith(f"{file}:{line} ")
    assert '= "(hidden)"' in error
    assert private not in error


def test_a_missing_file_and_a_wrong_first_line_are_named(folder):
    (folder / "bots.csv").unlink()
    replace(folder / "vocabulary.csv", "subject_id,name_zh,", "id,name_zh,name_zh,")
    assert errors_of(folder) == [
        "bots.csv: expected this file to be there",
        'vocabulary.csv:1 = "id": expected one of the columns subject_kind, subject_id, name_zh, name_en',
        "vocabulary.csv:1 name_zh: expected this column once",
        "vocabulary.csv:1 subject_id: expected this column in the first line",
    ]


def test_an_empty_settings_file_lacks_every_table(folder):
    (folder / "settings.toml").write_text("")
    assert "settings.toml schedule: expected a value" in errors_of(folder)


def test_broken_toml_and_broken_csv_are_named_by_line(folder):
    replace(folder / "scopes.toml", 'name_en = "Small"', "name_en = Small")
    replace(folder / "bots.csv", "app,", '"app"x,')
    csv_error, toml_error = errors_of(folder)
    assert csv_error.startswith("bots.csv:2: expected CSV")
    assert toml_error.startswith("scopes.toml:5: expected TOML")


def test_a_file_in_the_encoding_of_chinese_windows_is_refused_with_the_remedy(folder):
    path = folder / "vocabulary.csv"
    path.write_bytes(path.read_text().encode("gbk"))
    assert errors_of(folder) == ["vocabulary.csv:2: expected UTF-8 (in Excel: save as CSV UTF-8)"]


def test_more_cells_than_columns_are_refused(folder):
    append(folder / "bots.csv", "second,login,tidy,Tidies, and more")
    assert errors_of(folder) == ["bots.csv:3: expected 4 cells, not 5"]


def as_excel_saves_it(path: Path) -> None:
    """Rewrite a CSV file with a byte order mark, CRLF, blank cells and rows at the end, TRUE and slashes."""
    text = path.read_text().replace(",yes,", ",TRUE,").replace("2015-01-01", "2015/1/1")
    lines = [line + ",," for line in text.splitlines()] + [",,,,"]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n")


def test_files_saved_by_excel_mean_the_same(folder):
    before = load_config(folder)
    for name in ("claims.csv", "repositories.csv", "bots.csv", "vocabulary.csv"):
        as_excel_saves_it(folder / name)
    after = load_config(folder)
    assert (after.claims, after.repositories) == (before.claims, before.repositories)
    assert (after.bots, after.vocabulary) == (before.bots, before.vocabulary)


def hash_after(folder: Path, name: str, change) -> str:
    path = folder / name
    path.write_bytes(change(path.read_bytes()))
    return load_config(folder).config_hash


def test_the_hash_follows_the_content_and_not_the_line_ends(folder):
    first = load_config(folder).config_hash
    assert len(first) == 64
    assert hash_after(folder, "bots.csv", lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")) == first
    assert hash_after(folder, "bots.csv", lambda raw: raw.replace(b"end so", b"end thus")) != first


def test_the_hash_does_not_depend_on_where_the_folder_lies(folder):
    assert load_config(folder).config_hash == load_config(SAMPLE).config_hash
