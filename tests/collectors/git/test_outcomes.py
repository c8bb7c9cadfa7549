"""What becomes of targets that cannot be cloned, and of those that moved."""

import dataclasses
import io
import time
from datetime import UTC, date, datetime

import pytest

from collectors.clock import SystemClock
from collectors.git.command import said
from collectors.git.errors import GitFailed, meaning
from collectors.protocol import CollectError, Failed, Forbidden, Gone, OverBudget, RateLimited, Unreachable


def collect(world, url: str):
    world.target = dataclasses.replace(world.target, url=url)
    return world.collect()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (401, Gone),
        (403, Forbidden),
        (404, Gone),
        (410, Gone),
        (429, RateLimited),
        (451, Gone),
        (500, Unreachable),
        (503, Unreachable),
    ],
)
def test_what_a_forge_answers(world, loopback, reply, status, outcome):
    realm = {"WWW-Authenticate": 'Basic realm="forge"'} if status == 401 else {}
    loopback.answer["/owner/openssl.git/info/refs"] = reply(status, "no", realm)
    with pytest.raises(CollectError, match=r"^github:owner/name: git says: ") as raised:
        collect(world, f"{loopback.url}/owner/openssl.git")
    assert type(raised.value) is outcome
    assert not world.clone.exists()
    assert loopback.asked


def test_a_forge_that_is_not_there(world, loopback):
    loopback.close()
    with pytest.raises(Unreachable, match="Check the network"):
        collect(world, f"{loopback.url}/owner/name.git")


def test_a_host_that_does_not_exist(world):
    with pytest.raises(Unreachable):
        collect(world, "http://forge.invalid/owner/name.git")


def test_a_folder_that_is_gone(world, tmp_path):
    with pytest.raises(Gone):
        collect(world, str(tmp_path / "nothing"))


def test_an_address_cannot_run_a_command(world, tmp_path):
    with pytest.raises(Failed):
        collect(world, f"ext::touch {tmp_path / 'ran'}")
    with pytest.raises(CollectError):
        collect(world, f"--upload-pack=touch {tmp_path / 'ran'}")
    assert not (tmp_path / "ran").exists()


def test_a_login_in_an_address_is_never_repeated(world, loopback, reply):
    loopback.answer["/owner/name.git/info/refs"] = reply(403)
    address = loopback.url.replace("http://", "http://someone:secret@")
    with pytest.raises(Forbidden) as raised:
        collect(world, f"{address}/owner/name.git")
    assert "secret" not in str(raised.value)
    assert "someone" not in str(raised.value)


def test_logins_are_cut_out_of_whatever_git_says():
    text = b"warning: redirecting to https://me:token@forge.example/a/b\nfatal: 'ssh://git@host/x' is gone\n"
    expected = "warning: redirecting to https://forge.example/a/b\nfatal: 'ssh://host/x' is gone"
    assert said(io.BytesIO(text)) == expected


def test_a_repositorys_name_is_no_word_of_git():
    failure = GitFailed(128, "fatal: 'https://forge.example/openssl error: 404/' broke in a new way")
    assert type(meaning("github:owner/openssl", failure)) is Failed


def test_nobody_is_asked_for_a_password(world, loopback, reply, tmp_path, monkeypatch, home):
    """Programs that would ask a person, or hand over a stored login, leave a mark if they are started."""
    asker = tmp_path / "ask"
    asker.write_text(f"#!/bin/sh\ntouch {tmp_path / 'asked'}\necho x\n")
    asker.chmod(0o755)
    for name in ("GIT_ASKPASS", "SSH_ASKPASS"):
        monkeypatch.setenv(name, str(asker))
    (home / ".gitconfig").write_text(f"[core]\naskPass = {asker}\n[credential]\nhelper = {asker}\n")
    loopback.answer["/owner/name.git/info/refs"] = reply(401, "", {"WWW-Authenticate": 'Basic realm="forge"'})
    with pytest.raises(Gone):
        collect(world, f"{loopback.url}/owner/name.git")
    assert not (tmp_path / "asked").exists()


def test_the_users_own_address_rewriting_works(world, home):
    sha = world.origin.commit()
    base = world.origin.folder.parent.parent
    (home / ".gitconfig").write_text(f'[url "file://{base}/"]\ninsteadOf = https://forge.example/\n')
    collect(world, "https://forge.example/owner/name.git")
    assert world.stream.reachable() == {sha}


def serve(world, loopback, reply, prefix: str) -> None:
    """Serve the origin as plain files, the oldest way that git can be fetched over HTTP."""
    world.origin.git("update-server-info")
    for path in world.origin.folder.rglob("*"):
        if path.is_file():
            loopback.answer[f"{prefix}/{path.relative_to(world.origin.folder)}"] = reply(
                200, path.read_bytes()
            )


def test_a_repository_that_moved_is_followed_and_said_once(world, loopback, reply):
    sha = world.origin.commit()
    serve(world, loopback, reply, "/Owner/New-Name.git")
    place = f"{loopback.url}/Owner/New-Name.git/info/refs?service=git-upload-pack"
    loopback.answer["/owner/name.git/info/refs"] = reply(301, "", {"Location": place})
    collect(world, f"{loopback.url}/owner/name.git")
    (alias,) = world.stream.rows("repository_aliases")
    assert (alias.repository_id, alias.full_name, alias.reason) == (
        "github:owner/name",
        "Owner/New-Name",
        "moved",
    )
    assert world.stream.reachable() == {sha}
    assert world.collect() == []


class LateEvening(SystemClock):
    """Half past midnight in Shanghai, which is the day before in London."""

    def now(self) -> datetime:
        return datetime(2027, 4, 30, 16, 30, tzinfo=UTC)


def test_a_rename_is_dated_by_the_day_in_shanghai(world, loopback, reply):
    world.origin.commit()
    serve(world, loopback, reply, "/Owner/Newer.git")
    place = f"{loopback.url}/Owner/Newer.git/info/refs?service=git-upload-pack"
    loopback.answer["/owner/name.git/info/refs"] = reply(301, "", {"Location": place})
    world.options["clock"] = LateEvening()
    collect(world, f"{loopback.url}/owner/name.git")
    (alias,) = world.stream.rows("repository_aliases")
    assert alias.seen_on == date(2027, 5, 1)


def test_a_folder_that_is_no_clone_of_ours_is_left_alone(world):
    world.origin.commit()
    world.clone.mkdir(parents=True)
    (world.clone / "precious").write_text("x")
    with pytest.raises(Failed, match="no clone of ours"):
        world.collect()
    assert (world.clone / "precious").exists()


def test_a_forge_that_never_answers_ends_with_the_time_budget(world, loopback, reply):
    loopback.answer["/owner/name.git/info/refs"] = reply(200, "", delay_seconds=3)
    began = time.monotonic()
    world.target = dataclasses.replace(world.target, url=f"{loopback.url}/owner/name.git")
    with pytest.raises(OverBudget, match="time budget"):
        world.collect(clock=SystemClock(), time_budget_seconds=0.3)
    assert time.monotonic() - began < 2
