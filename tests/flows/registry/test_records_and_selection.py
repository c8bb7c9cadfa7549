"""The config as records, and what scopes select: expectations worked out by hand from config_sample."""

from collections import Counter
from pathlib import Path

import pytest

from collectors.forges.known import KNOWN
from collectors.protocol import Target
from flows.config.load import load_config
from flows.registry.record_types import (
    Claim,
    MailDomain,
    PlannedStream,
    RegisteredAccount,
    RegisteredPackage,
    RegisteredRepository,
    SubjectName,
)
from flows.registry.records import CONFIG_TYPES, REPLACES, registry_records
from flows.registry.selection import SelectionError, planned_streams, select, targets

SAMPLE = Path(__file__).parents[1] / "config_sample"


@pytest.fixture(scope="module")
def config():
    return load_config(SAMPLE)


def repository_ids(config, scope):
    return [repository.repository_id for repository in select(config, scope).repositories]


def package_ids(config, scope):
    return [package.package_id for package in select(config, scope).packages]


def target_ids(config, scope, only=None):
    return {
        source: [target.target_id for target in found]
        for (source, _kind), found in targets(config, scope, only).items()
    }


def of_kind(config, kind):
    return [record for record in registry_records(config, ["small"]) if isinstance(record, kind)]


def test_a_list_selects_what_it_names_in_any_letter_case(config):
    assert repository_ids(config, "small") == ["github:harbour/crane", "github:project/board"]


def test_a_rule_selects_by_claims_and_role(config):
    """The fork is out by its role, ``elsewhere`` by its own claim, ``core`` by the rejection of its claim."""
    assert repository_ids(config, "city") == [
        "gitcode:project/board",
        "github:harbour-course/20260001-homework",
        "github:harbour-course/lecture",
        "github:harbour/crane",
        "github:harbour/crane-docs",
    ]


def test_a_release_selects_openharmonys_own_code_and_not_what_it_took_over(config):
    assert repository_ids(config, "system") == ["gitcode:project/core"]


def test_a_scope_includes_others_once(config):
    assert repository_ids(config, "all") == sorted(
        [
            "github:project/board",
            "gitcode:project/core",
            *repository_ids(config, "city"),
        ]
    )


def test_packages_follow_their_repository_their_claim_or_a_list(config):
    assert package_ids(config, "small") == ["maven:example.harbour:crane", "npm:crane-wrapper", "pypi:crane"]
    assert package_ids(config, "city") == ["maven:example.harbour:crane", "npm:@harbour/tool", "pypi:crane"]
    assert package_ids(config, "system") == []


def test_an_unknown_scope_is_named_with_those_that_exist(config):
    with pytest.raises(
        SelectionError, match=r'no scope "town" in scopes\.toml; it has small, city, system, all'
    ):
        select(config, "town")


def test_targets_say_where_and_how_deep(config):
    found = targets(config, "small")
    asked = {stream: each for stream, each in found.items() if each and stream[0] != "github"}
    assert {stream[1] for stream, each in found.items() if each == found["git", "history"]} == {
        *KNOWN["github"].kinds,
        "history",
    }
    assert asked == {
        ("git", "history"): (
            Target(
                target_id="github:harbour/crane",
                url="https://forge.example:8443/Harbour/Crane.git",
                options={"depth": "full"},
            ),
            Target(
                target_id="github:project/board",
                url="https://forge.example:8443/project/board.git",
                options={"depth": "full"},
            ),
        ),
        ("pypi", "releases"): (Target(target_id="pypi:crane", url="pkg:pypi/crane"),),
        ("npm", "releases"): (Target(target_id="npm:crane-wrapper", url="pkg:npm/crane-wrapper"),),
    }


def test_a_scoped_npm_name_is_quoted_in_its_package_url(config):
    (tool,) = targets(config, "city")["npm", "releases"]
    assert (tool.target_id, tool.url) == ("npm:@harbour/tool", "pkg:npm/%40harbour/tool")


@pytest.mark.parametrize(
    ("only", "git", "pypi", "npm"),
    [
        ("GitHub:HARBOUR/crane*", ["github:harbour/crane", "github:harbour/crane-docs"], [], []),
        ("*:crane", [], ["pypi:crane"], []),
        ("npm:@harbour/*", [], [], ["npm:@harbour/tool"]),
        ("crane", [], [], []),
    ],
)
def test_only_is_a_glob_on_whole_ids(config, only, git, pypi, npm):
    found = target_ids(config, "city", only)
    assert {source: found[source] for source in ("git", "pypi", "npm")} == {
        "git": git,
        "pypi": pypi,
        "npm": npm,
    }


def test_the_accounts_that_a_scopes_organisations_claim_are_looked_at_if_they_may_be_named(config):
    """Coursework may not be named; the project's account is on another forge, and nobody of the city's."""
    assert [target.target_id for target in targets(config, "city")["github", "repositories"]] == [
        "github:harbour"
    ]
    assert targets(config, "small")["github", "repositories"] == ()


def test_streams_of_several_scopes_are_planned_once(config):
    planned = planned_streams(config, ["small", "system", "small"])
    assert Counter(stream.source for stream in planned if stream.source in KNOWN) == {
        "github": 2 * len(KNOWN["github"].kinds),
        "gitcode": len(KNOWN["gitcode"].kinds),
    }
    assert [stream for stream in planned if stream.source not in KNOWN] == [
        PlannedStream(source="git", target_id="gitcode:project/core", kind="history"),
        PlannedStream(source="git", target_id="github:harbour/crane", kind="history"),
        PlannedStream(source="git", target_id="github:project/board", kind="history"),
        PlannedStream(source="npm", target_id="npm:crane-wrapper", kind="releases"),
        PlannedStream(source="openharmony", target_id="gitcode:openharmony/community", kind="sigs"),
        PlannedStream(source="openharmony", target_id="gitcode:openharmony/manifest", kind="manifest"),
        PlannedStream(source="pypi", target_id="pypi:crane", kind="releases"),
    ]


def test_every_row_becomes_a_record(config):
    counts = Counter(type(record).table for record in registry_records(config, ["small"]))
    assert counts == {
        "organizations": 3,
        "claims": 9,
        "registered_accounts": 3,
        "registered_repositories": 10,  # 7 of repositories.csv and 3 of OpenHarmony's list
        "scope_repositories": 2 + 5 + 1 + 7,
        "mail_domains": 4,
        "registered_packages": 4,
        "bots": 1,
        "openharmony_repositories": 3,
        "openharmony_sigs": 2,
        "openharmony_employers": 1,
        "subject_names": 10 + 4,  # the vocabulary and the scopes
        "planned_streams": 4 + 2 * 8,  # every kind that GitHub is asked about two repositories
    }


def test_keys_are_whole_and_unique(config):
    keys = [
        (record.table, *(getattr(record, column) for column in record.key))
        for record in registry_records(config, ["all"])
    ]
    assert None not in {value for key in keys for value in key}
    assert len(keys) == len(set(keys))


def test_every_table_is_replaced_as_a_whole():
    assert [replaced.table for replaced in REPLACES] == [kind.table for kind in CONFIG_TYPES]
    assert all(not replaced.where for replaced in REPLACES)


def test_a_repository_is_completed_from_the_settings_its_original_and_its_account(config):
    found = {record.repository_id: record for record in of_kind(config, RegisteredRepository)}
    assert found["github:project/board"] == RegisteredRepository(
        repository_id="github:project/board",
        forge="github",
        full_name="project/board",
        url="https://forge.example/project/board",
        role="mirror",
        project_id="gitcode:project/board",
        mirror_of="gitcode:project/board",
        is_aggregate_only=False,
        depth="full",
    )
    assert (
        found["github:harbour/crane-docs"].project_id == found["github:harbour/crane"].project_id == "crane"
    )
    assert found["github:harbour/kernel"].project_id == "github:harbour/kernel"
    assert found["gitcode:project/third_party_zlib"].role == "upstream"
    assert found["gitcode:project/core"].depth == "metadata"
    hidden = [repository_id for repository_id, record in found.items() if record.is_aggregate_only]
    assert hidden == ["github:harbour-course/20260001-homework", "github:harbour-course/lecture"]


def test_ids_are_lower_case_but_for_packages(config):
    assert [record.subject_id for record in of_kind(config, Claim)] == [
        "github:harbour",
        "github:harbour-course",
        "gitcode:project",
        "gitcode:project/board",
        "github:harbour/elsewhere",
        "gitcode:project/core",
        "harbour.example",
        "npm:@harbour/tool",
        "sig_board",
    ]
    assert of_kind(config, RegisteredAccount)[0] == RegisteredAccount(
        account_id="github:harbour", forge="github", login="Harbour", is_aggregate_only=False
    )
    assert of_kind(config, RegisteredPackage)[0] == RegisteredPackage(
        package_id="pypi:crane",
        ecosystem="pypi",
        name="crane",
        repository_id="github:harbour/crane",
        relation="official",
    )


def test_a_domain_stands_for_itself_unless_the_config_says_otherwise(config):
    canonical = {record.domain: record.canonical_domain for record in of_kind(config, MailDomain)}
    assert canonical["harbour.example"] == canonical["mail.harbour.example"] == "harbour.example"
    assert canonical["post.example"] == "post.example"


def test_words_and_scopes_have_names_in_both_languages(config):
    names = of_kind(config, SubjectName)
    assert (
        SubjectName(subject_kind="district", subject_id="nansha", name_zh="南沙区", name_en="Nansha") in names
    )
    assert SubjectName(subject_kind="scope", subject_id="city", name_zh="城市", name_en="City") in names
