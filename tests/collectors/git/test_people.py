"""What is derived of people and merge texts before they are hashed, and that nothing else remains."""

import dataclasses
import re
from datetime import date

import pytest

from collectors.git.renames import alias
from collectors.identity import noreply
from collectors.identity.bots import Bots


@pytest.mark.parametrize(
    ("mailbox", "account"),
    [
        ("1234+Octo-Cat@users.noreply.github.com", "github:1234"),
        ("Octo-Cat@users.noreply.github.com", "github:@octo-cat"),
        ("49699333+dependabot[bot]@users.noreply.github.com", "github:49699333"),
        ("5+some+one@users.noreply.github.com", "github:5"),
        ("one+two@users.noreply.github.com", "github:@two"),
        ("77+ming@user.noreply.gitee.com", "gitee:77"),
        ("ming@noreply.gitee.com", "gitee:@ming"),
        ("openharmony_ci@noreply.gitcode.com", "gitcode:@openharmony_ci"),
        ("noreply@github.com", None),
        ("noreply@gitee.com", None),
        ("@users.noreply.github.com", None),
        ("ann@example.org", None),
        ("", None),
    ],
)
def test_noreply_mailboxes_name_accounts(mailbox, account):
    assert noreply.account(mailbox) == account


@pytest.mark.parametrize(
    ("name", "mailbox", "rule"),
    [
        ("dependabot[bot]", "support@github.com", "forge-app"),
        ("Some App", "1+some-app[bot]@users.noreply.github.com", "forge-app"),
        ("OpenHarmony_CI", "120@example.com", "gate"),
        ("CI", "9+openharmony_ci@user.noreply.gitee.com", "gate"),
        ("x", "x@Bots.Example.org", "robots"),
        ("nightly-robot", "x@example.org", "robot-names"),
        ("Robert Robotham", "robert@example.org", None),
        ("openharmony_ci_fan", "fan@example.org", None),
    ],
)
def test_bot_rules(bot_rule, name, mailbox, rule):
    rules = [
        bot_rule("gate", "login", "openharmony_ci"),
        bot_rule("robots", "mailbox_suffix", "@bots.example.org"),
        bot_rule("robot-names", "login_suffix", "-robot"),
    ]
    assert Bots(rules).rule(name, mailbox) == rule


def test_an_unknown_kind_of_bot_rule_is_refused(bot_rule):
    with pytest.raises(ValueError, match="bot rule x: match_kind 'shape'"):
        Bots([bot_rule("x", "shape", "y")])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://github.com/owner/new/", ("github", "owner/new", "renamed")),
        ("https://github.com/Other/name.git", ("github", "Other/name", "transferred")),
        ("https://gitcode.com/owner/name", ("gitcode", "owner/name", "moved")),
        ("https://github.com/Owner/Name.git/", None),
    ],
)
def test_where_a_repository_went(address, expected):
    found = alias("github:owner/name", address, date(2026, 1, 1))
    assert (found and (found.forge, found.full_name, found.reason)) == expected


@pytest.mark.parametrize(
    ("message", "parents", "number"),
    [
        ("Merge pull request #12 from someone/branch\n\ntitle", 2, 12),
        ("Merge pull request !13 from someone/branch", 2, 13),
        ("!25 title\nMerge pull request !25 from someone/branch", 2, 25),
        ("!2541 merge a into b\n\nCreated-by: x\n\nSee merge request: org/repo!2541", 2, 2541),
        ("Merge branch 'x' into 'main'\n\ntitle\n\nSee merge request org/repo!7", 2, 7),
        ("Add a thing (#99)\n\nbody (#100)", 1, 99),
        ('Revert "Add a thing (#99)" (#101)', 1, 101),
        ("Add a thing (!8)\r\n", 1, 8),
        ("!9 squashed on the forge", 1, 9),
        ("Fix #12", 1, None),
        ("Merge branch 'main' of somewhere (#5)", 2, None),
        ("See merge request: nowhere", 1, None),
        ("Merge tag 'v1'\n\nSee merge request: a/b!none", 2, None),
        ("!important: no number", 1, None),
        ("", 1, None),
    ],
)
def test_change_requests_that_texts_name(world, message, parents, number):
    base = world.origin.commit()
    others = [world.origin.commit(branch=None, parents=[base]) for _ in range(parents - 1)]
    sha = world.origin.commit({"x": "1"}, message, parents=[base, *others])
    world.collect()
    commit = world.stream.commit(sha)
    assert commit.change_request_number == number
    assert commit.is_platform_merge == (parents > 1 and number is not None)


MERGE_TEXT = """!77 merge fix into master

A title

Created-by: Ming-1
Commit-by: Ming-1;hong_2;某人
Merged-by: openharmony_ci
Description: ### why
Created-by: not me

Signed-off-by: Ann <ann@example.org>
See merge request: org/repo!77
"""


def test_people_of_a_gitcode_merge(world, hashed):
    base = world.origin.commit()
    sha = world.origin.commit({"x": "1"}, MERGE_TEXT, parents=[base, world.origin.commit(branch=None)])
    world.collect()
    rows = sorted(
        (row for row in world.stream.rows("commit_trailers") if row.sha == sha), key=lambda r: r.position
    )
    ming = (hashed("ming-1@noreply.gitcode.com"), "noreply.gitcode.com", "gitcode:@ming-1")
    hong = (hashed("hong_2@noreply.gitcode.com"), "noreply.gitcode.com", "gitcode:@hong_2")
    gate = (hashed("openharmony_ci@noreply.gitcode.com"), "noreply.gitcode.com", "gitcode:@openharmony_ci")
    assert [(row.kind, row.person_key, row.person_domain, row.person_account) for row in rows] == [
        ("signed-off-by", hashed("ann@example.org"), "example.org", None),  # git's own trailer block
        ("created-by", *ming),
        ("commit-by", *ming),
        ("commit-by", *hong),
        ("commit-by", hashed("某人"), "", None),
        ("merged-by", *gate),
    ]


def test_trailers_are_unfolded_and_told_apart(world, hashed):
    message = """subject

Signed-off-by: in the body <body@example.org>

SIGNED-OFF-BY: Ann
  Example <Ann@Example.org>
Co-authored-by: "B <x> C" <1234+ben@users.noreply.github.com>
Reviewed-by: only-a-name
Acked-by:
Change-Id: I0123
Fixes: https://example.org/1
Tested-by: 测试 <t@example.cn>
"""
    sha = world.origin.commit(message=message)
    world.collect()
    rows = world.stream.rows("commit_trailers")
    assert {row.sha for row in rows} == {sha}
    assert [
        (row.position, row.kind, row.person_key, row.person_domain, row.person_account) for row in rows
    ] == [
        (0, "signed-off-by", hashed("ann@example.org"), "example.org", None),
        (
            1,
            "co-authored-by",
            hashed("1234+ben@users.noreply.github.com"),
            "users.noreply.github.com",
            "github:1234",
        ),
        (2, "reviewed-by", hashed("only-a-name"), "", None),
        (3, "tested-by", hashed("t@example.cn"), "example.cn", None),
    ]


def test_a_signed_off_line_counts_where_git_sees_no_trailers(world, hashed):
    """Without an empty line before it there is no trailer block; prose about signing off names nobody."""
    messages = {
        "subject\nsigned-off-by: Ann <ann@example.org>\nChange-Id: I0123": ["ann@example.org"],
        "subject\n  Signed-off-by：ben@example.cn": ["ben@example.cn"],
        "subject\nSigned-off-by: is asked for by the guide": [],
        "see Signed-off-by: eve@example.org": [],
    }
    shas = {world.origin.commit(message=message): found for message, found in messages.items()}
    world.collect()
    rows = world.stream.rows("commit_trailers")
    for sha, mailboxes in shas.items():
        found = [(row.kind, row.person_key) for row in rows if row.sha == sha]
        assert found == [("signed-off-by", hashed(mailbox)) for mailbox in mailboxes]


SECRETS = ["Zhuangzi", "butterfly", "zz-path", "庄周", "zhuang.zhou"]


def test_nothing_of_names_mailboxes_messages_or_paths_is_in_any_record(world, caplog):
    """Every free text of the repository holds a word that must not be found again."""
    author = "Zhuangzi 庄周 <zhuang.zhou@example.org>"
    trailers = f"Signed-off-by: {author}\nReviewed-by: Zhuangzi\n"
    trailers += "Co-authored-by: 庄周 <zhuang.zhou@zhuang.zhou.local>\n"
    manifest = '{"dependencies": {"left-pad": "https://butterfly@example.org/x", "zz path": "1", "ok": "^1"}}'
    files = {
        "zz-path/a.txt": "butterfly",
        ".mailmap": "Zhuangzi <zhuang.zhou@example.net> <zhuang.zhou@example.org>\n",
        "package.json": manifest,
        "LICENSE": "Copyright Zhuangzi, who dreamt of a butterfly",
        "zz-path/Zz-Path.csproj": '<Project><PackageReference Include="Ok" Version="1"/></Project>',
    }
    base = world.origin.commit(files, f"butterfly\n\n{trailers}", author=author)
    merge = "!7 butterfly\n\nCreated-by: 庄周\nDescription: butterfly\n\n"
    merge += f"{trailers}See merge request: zz-path/butterfly!7\n"
    world.origin.commit(files, merge, author=author, parents=[base, world.origin.commit(branch=None)])
    identity = {"GIT_COMMITTER_NAME": "Zhuangzi", "GIT_COMMITTER_EMAIL": "zhuang.zhou@example.org"}
    world.origin.git("tag", "-a", "-m", "butterfly", "v1", base, variables=identity)
    world.collect()
    assert {name for name, rows in world.stream.tables.items() if rows} == {
        "commits",
        "commit_trailers",
        "repository_commits",
        "tags",
        "repository_heads",
        "dependencies",
    }
    everything = repr(
        [dataclasses.asdict(record) for batch in world.stream.batches for record in batch.records]
    )
    everything += repr([batch.next_state for batch in world.stream.batches]) + caplog.text
    assert [word for word in SECRETS if word.lower() in everything.lower()] == []
    assert not re.search(r"@(?!login)[\w.]+\.\w", everything), "no mailbox at all"
    assert len(world.stream.rows("dependencies")) == 2
