"""What thirty years of version control put into commits, and git lets through."""

import shutil
from datetime import UTC, datetime

import pytest

ZERO = datetime(1970, 1, 1, tzinfo=UTC)
MIXED = "a\nc\nd\nb\nb\nc\na\nc\n"  # against cc-bbbb-dc: Myers changes four lines, the histogram five
LAST = datetime(9999, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "instant", "offset"),
    [
        ("0 +0000", ZERO, 0),
        ("1700000000 +0545", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), 345),
        ("4102444800 -0930", datetime(2100, 1, 1, tzinfo=UTC), -570),
        ("1700000000 +51800", datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC), 518 * 60),
        ("1700000000", ZERO, 0),  # without an offset git reads no date at all
        ("-1700000000 +0000", ZERO, 0),
        ("99999999999999 +0000", LAST, 0),
        ("yesterday +0000", ZERO, 0),
    ],
)
def test_dates_that_no_one_should_have_written(world, at, instant, offset):
    sha = world.origin.commit(at=at, committed="1700000000 +0800")
    world.collect()
    commit = world.stream.commit(sha)
    assert (commit.authored_at, commit.author_offset_minutes) == (instant, offset)
    assert commit.committed_at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("author", "mailbox", "domain"),
    [
        ("名字 <Ming@Example.ORG>".encode("gb18030"), "ming@example.org", "example.org"),
        (b"\xff\xfe <a\xff@example.org>", "a�@example.org", "example.org"),
        (b"Ann <ann@example.org\r>", "ann@example.org", "example.org"),
        (b"Ann < ann@example.org >", "ann@example.org", "example.org"),
        (b"Ann <>", "", ""),
        (b"<ann@example.org>", "ann@example.org", "example.org"),
        (b"Ann <ann>", "ann", ""),
        (b"Ann <ann@anns-laptop.local>", "ann@anns-laptop.local", ""),
        (b"Ann <ann@ANNS-PC.(none)>", "ann@anns-pc.(none)", ""),
        (b"Ann <ann@Ann Example of Foshan>", "ann@ann example of foshan", ""),
    ],
)
def test_identities_that_are_hardly_any(world, hashed, author, mailbox, domain):
    sha = world.origin.commit(author=author)
    world.collect()
    commit = world.stream.commit(sha)
    assert (commit.author_key, commit.author_domain) == (hashed(mailbox), domain)


def test_messages_may_hold_any_bytes(world, hashed):
    messages = [
        b"",
        b"\xff\xfe not utf-8 \xa4\xa4\n",
        b"a\r\nb\rc\r\n\r\nSigned-off-by: Ben <ben@example.com>\r\n",
        b"\x1f\x1e\x01 control characters\n\nAcked-by: X <x@example.org>\x1fTested-by: Y <y@example.org>\n",
        b"cut here\0never seen",
        b"subject\n\nlong " + b"x" * 3_000_000,
    ]
    shas = [world.origin.commit(message=message) for message in messages]
    world.collect()
    assert world.stream.reachable() == set(shas)
    assert [world.stream.commit(sha).lines_added for sha in shas] == [1] * len(shas)
    signed = [row for row in world.stream.rows("commit_trailers") if row.sha == shas[2]]
    assert [(row.kind, row.person_key) for row in signed] == [("signed-off-by", hashed("ben@example.com"))]


def test_an_encoding_header_is_honoured(world, hashed):
    name = "高德 <GAO@EXAMPLE.ORG>".encode("gb18030")
    tree = world.origin.tree({})
    raw = b"tree %s\nauthor %s 1700000000 +0800\ncommitter %s 1700000000 +0800\nencoding GB18030\n\nx\n"
    raw %= (tree.encode(), name, name)
    sha = world.origin.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", fed=raw)
    world.origin.move(sha)
    world.collect()
    assert world.stream.commit(sha).author_key == hashed("gao@example.org")


def test_an_octopus_has_many_parents_and_no_lines(world):
    base = world.origin.commit()
    arms = [world.origin.commit({f"{arm}": "1\n"}, parents=[base], branch=None) for arm in range(9)]
    octopus = world.origin.commit({f"{arm}": "1\n" for arm in range(9)}, parents=arms)
    world.collect()
    commit = world.stream.commit(octopus)
    assert commit.parent_shas == tuple(arms)
    assert (commit.lines_added, commit.is_platform_merge) == (0, False)


def test_renames_binaries_links_and_submodules(world):
    """A renamed file changes a line; a binary counts as a file without lines; a submodule is one line."""
    text = "".join(f"line {number}\n" for number in range(10))
    world.origin.commit({"old name": text, "same": "x\n", 'odd\tname\n"quoted"': "1\n", "image": b"\0\1\2"})
    link, module = ("120000", world.origin.blob("same")), ("160000", "a" * 40)
    changed = {
        "dir/new\tname": text.replace("line 5", "changed"),
        "same": "x\n",
        'odd\tname\n"quoted"': "1\n2\n",
        "image": b"\0\1\3",
        "link": link,
        "module": module,
    }
    sha = world.origin.commit(changed)
    world.collect()
    commit = world.stream.commit(sha)
    # rename 1+1, odd name 1, image binary, link 1, submodule 1
    assert (commit.lines_added, commit.lines_deleted) == (4, 1)
    assert (commit.files_changed, commit.binary_files_changed) == (5, 1)


def test_a_commit_that_only_renames_changes_no_line(world):
    world.origin.commit({"a": "1\n2\n3\n", "b": b"\0\1"})
    sha = world.origin.commit({"c/1\t2\t": "1\n2\n3\n", "d": b"\0\1"})
    empty = world.origin.commit({"c/1\t2\t": "1\n2\n3\n", "d": b"\0\1"})
    world.collect()
    commit = world.stream.commit(sha)
    assert (commit.lines_added, commit.lines_deleted, commit.files_changed) == (0, 0, 2)
    assert world.stream.commit(empty).files_changed == 0


def test_paths_may_hold_any_bytes(world):
    sha = world.origin.commit({b"\xff\xfe": "1\n", "中文/文件.txt": "1\n", "-9\t-\t": "1\n"})
    world.collect()
    assert (world.stream.commit(sha).files_changed, world.stream.commit(sha).lines_added) == (3, 3)


def test_unrelated_roots_are_all_known(world):
    first = world.origin.commit({"a": "1"})
    second = world.origin.commit({"b": "1"}, parents=[])
    world.origin.commit({"a": "1", "b": "1"}, parents=[second, first])
    world.collect()
    assert world.stream.head.root_shas == tuple(sorted([first, second]))


@pytest.mark.parametrize(
    "settings",
    [
        "[diff]\nrenames = false\nalgorithm = histogram\nexternal = /bin/false\nnoprefix = true",
        "[log]\nshowSignature = true\nfollow = true\ndiffMerges = first-parent\nshowRoot = false",
        "[color]\nui = always\n[core]\nbigFileThreshold = 1\n[i18n]\nlogOutputEncoding = gbk",
        "[fetch]\nprune = true\nfsckObjects = true\n[transfer]\nfsckObjects = true\n[gc]\nauto = 1",
        "[core]\nattributesFile = ATTRIBUTES\n[mailmap]\nfile = MAILMAP\n[format]\npretty = oneline",
    ],
)
def test_the_users_settings_change_nothing(world, home, new_stream, settings):
    text = "".join(f"{number}\n" for number in range(9))
    first = {"a": text, "b.txt": "1\n", "mixed": "c\nc\nb\nb\nb\nb\nd\nc\n"}
    world.origin.commit(first, at="1700000000 +51800", author="Änn <ann@example.org>")
    second = world.origin.commit(
        {"b": text + "x\n", "b.txt": "2\n", "mixed": MIXED}, "w\n\nSigned-off-by: Ä <a@example.org>\n"
    )
    side = world.origin.commit({"c": "1\n"}, parents=[], branch=None)
    world.origin.commit({"c": "1\n", "b": "1\n"}, parents=[second, side])
    world.collect()
    (home / "attributes").write_text("*.txt binary\n")
    (home / "mailmap").write_text("X <x@example.net> <ann@example.org>\n")
    settings = settings.replace("ATTRIBUTES", str(home / "attributes")).replace(
        "MAILMAP", str(home / "mailmap")
    )
    (home / ".gitconfig").write_text(settings)
    again = new_stream()
    shutil.rmtree(world.clone)
    world.collect(stream=again)
    assert again.tables == world.stream.tables
    assert len(again.rows("commits")) == 4
