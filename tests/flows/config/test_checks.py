"""Each rule between cells, rows and files names the place of its break and what is expected there."""

import shutil
from pathlib import Path

import pytest

from flows.config.load import ConfigError, load_config

SAMPLE = Path(__file__).parents[1] / "config_sample"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "config"))


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1, f"{old} is not once in {path.name}"
    path.write_text(text.replace(old, new))


RULES = [
    ("organizations.csv", ",tianhe,", ",thianhe,", '2 district = "thianhe"', "tianhe, nansha"),
    ("organizations.csv", ",harbour,Its", ",harbor,Its", '3 parent_organization_id = "harbor"', "another"),
    (
        "organizations.csv",
        ",harbour,Its",
        ",harbour-lab,Its",
        'parent_organization_id = "harbour-lab"',
        "another",
    ),
    ("claims.csv", "2015-01-01,,", "2015-01-01,2014-12-31,", '2 valid_until_on = "2014-12-31"', "2015-01-01"),
    (
        "claims.csv",
        "medium,,,unreviewed,,\nC0003",
        "medium,,,accepted,,\nC0003",
        '3 review_status = "accepted"',
        "reviewer",
    ),
    ("claims.csv", "accepted,", "unreviewed,", '2 review_status = "unreviewed"', "accepted or rejected"),
    (
        "claims.csv",
        "copyright_or_readme",
        "profile_location",
        '6 account_confidence = "high"',
        "medium or less",
    ),
    (
        "claims.csv",
        "project/board",
        "project/bord",
        '5 subject_id = "gitcode:project/bord"',
        "repositories.csv",
    ),
    (
        "claims.csv",
        "mail_domain,harbour",
        "mail_domain,mail.harbour",
        'subject_id = "mail.harbour.example"',
        "canonical",
    ),
    ("claims.csv", "mail_domain,harbour", "mail_domain,group", 'subject_id = "group.example"', "exclusive"),
    ("claims.csv", "npm:@harbour/tool", "npm:tool", '9 subject_id = "npm:tool"', "packages.csv"),
    ("claims.csv", "sig_board", "sig_bord", '10 subject_id = "sig_bord"', "openharmony_sigs.csv"),
    ("claims.csv", "C0002", "C0001", '3 claim_id = "C0001"', "line 2 has it"),
    (
        "claims.csv",
        "github:Harbour-Course,harbour-lab",
        "github:harbour,harbour",
        '3 subject_id = "github:harbour"',
        "apart from C0001",
    ),
    (
        "repositories.csv",
        "gitcode:project/board",
        "gitcode:project/gone",
        '7 mirror_of = "gitcode:project/gone"',
        "repositories.csv",
    ),
    ("repositories.csv", "project/board,mirror", "project/board,own", '7 role = "own"', "mirror"),
    (
        "repositories.csv",
        "gitcode:project/board",
        "github:project/board",
        'mirror_of = "github:project/board"',
        "original",
    ),
    (
        "repositories.csv",
        "homework,own,,,yes",
        "homework,own,,,",
        'is_aggregate_only = "False"',
        "student number",
    ),
    (
        "repositories.csv",
        "github,Harbour/kernel",
        "gitlab,Harbour/kernel",
        '4 forge = "gitlab"',
        "github, gitcode",
    ),
    (
        "repositories.csv",
        "Harbour/kernel",
        "harbour/CRANE",
        '4 forge+full_name = "github:harbour/CRANE"',
        "line 2 has it",
    ),
    ("accounts.csv", "gitcode:project", "gitea:project", '4 account_id = "gitea:project"', "github, gitcode"),
    ("repositories.csv", "Harbour/kernel", "kernel", '4 full_name = "kernel"', "owner/name"),
    (
        "mail_domains.csv",
        ",harbour.example,",
        ",harbor.example,",
        '3 canonical_domain = "harbor.example"',
        "this file",
    ),
    (
        "mail_domains.csv",
        "harbour.example,exclusive,Sub",
        "group.example,exclusive,Sub",
        'domain_scope = "exclusive"',
        "shared, as group.example",
    ),
    (
        "packages.csv",
        "crane,github:Harbour/Crane,official,Publisher\nnpm",
        "crane,github:Harbour/Bridge,official,Publisher\nnpm",
        '2 repository_id = "github:Harbour/Bridge"',
        "repositories.csv",
    ),
    ("packages.csv", "pypi:crane", "crane", '2 package_id = "crane"', "ecosystem:name"),
    ("openharmony_repositories.csv", "sig_core", "sig_cor", '2 sig = "sig_cor"', "openharmony_sigs.csv"),
    ("openharmony_employers.csv", "group.ex", "g.ex", '2 domain = "g.example"', "that stands for itself"),
    (
        "openharmony_repositories.csv",
        "gitcode:project/core",
        "gitea:project/core",
        'repository_id = "gitea:project/core"',
        "settings.toml",
    ),
    (
        "scopes.toml",
        "github:project/board",
        "github:project/bord",
        '8 small.repositories = "github:project/bord"',
        "repositories.csv",
    ),
    ("scopes.toml", "npm:crane-wrapper", "npm:crane", '10 small.packages = "npm:crane"', "packages.csv"),
    (
        "scopes.toml",
        '["master"]',
        '["all"]\naccounts = ["gitee:nobody"]',
        '22 system.accounts = "gitee:nobody"',
        "account",
    ),
    ("scopes.toml", '["master"]', '["5.0"]', '21 system.openharmony_releases = "5.0"', "release"),
    (
        "scopes.toml",
        '["master"]',
        '["master"]\nopenharmony_places = ["github"]',
        '22 system.openharmony_places = "github"',
        "a forge of settings.toml that was left: none",
    ),
    ("scopes.toml", '"system"]', '"sistem"]', '27 all.includes = "sistem"', "small, city, system, all"),
    ("scopes.toml", '"system"]', '"all"]', "27 all.includes", "circle"),
    (
        "scopes.toml",
        '["guangzhou"]',
        '["guangzho"]',
        '15 city.organization_relations.0 = "guangzho"',
        "guangzhou, reference",
    ),
    ("settings.toml", '"small"', '"big"', '1 default_scope = "big"', "small, city, system, all"),
    ("settings.toml", "0 3 * * *", "daily", '4 schedule.cron = "daily"', "five fields"),
    ("settings.toml", "Asia/Shanghai", "Asia/Canton", '5 schedule.time_zone = "Asia/Canton"', "time zone"),
    (
        "settings.toml",
        "8443/{full_name}.git",
        "8443/x.git",
        '23 forges.github.clone_url = "https://forge.example:8443/x.git"',
        "{full_name}",
    ),
    ("settings.toml", "workers = 2", "wrokers = 2", '8 collecting.wrokers = "2"', "no such key"),
]


@pytest.mark.parametrize(("file", "old", "new", "place", "expected"), RULES)
def test_a_rule_names_the_place_and_what_is_expected(folder, file, old, new, place, expected):
    replace(folder / file, old, new)
    with pytest.raises(ConfigError) as caught:
        load_config(folder)
    told = dict(str(error).split(": expected ", 1) for error in caught.value.errors)
    (found,) = [where for where in told if f"/{file}:" in where and where.endswith(place)]
    assert expected in told[found]


def test_a_subject_may_be_claimed_again_after_the_first_claim_ends(folder):
    replace(folder / "claims.csv", "2015-01-01,,", "2015-01-01,2019-12-31,")
    with (folder / "claims.csv").open("a") as file:
        file.write("C0010,account,github:Harbour,harbour,repo_list,Site,high,high,2020-01-01,,unreviewed,,\n")
    assert len(load_config(folder).claims) == 10
