"""A GitHub App collects: named by variables, its key in a file, its tokens bought and never written down."""

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from flows.runs import steps
from flows.runs.run import Request, open_job
from sandbox import Sandbox, World
from sandbox.world.plans import Size

APP = """
[forges.github.app]
id_variable = "SANDBOX_APP_ID"
private_key_file_variable = "SANDBOX_APP_KEY_FILE"
installation_variable = "SANDBOX_APP_INSTALLATION"
"""


@dataclass(frozen=True)
class Ground:
    """A served world whose config names an app and no token is set for."""

    sandbox: Sandbox
    config: Path
    data: Path

    def collect(self) -> tuple[int, Counter[str], set[str | None]]:
        """Collect from GitHub; give the exit code, the outcomes and what the ledger says of those not ok."""
        request = Request(
            command="collect", config=self.config, data=self.data, only="github:*", world_id="demo"
        )
        with open_job(request) as job:
            for portion in job.begin():
                if portion.source == "github":
                    steps.collect(job, portion)
            entries = job.ledger.entries
            said = {entry.detail for entry in entries if entry.outcome == "no_token"}
            return job.exit_code, Counter(entry.outcome for entry in entries), said


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ground]:
    world = World(seed=5, count=8, sizes=dict.fromkeys(range(8), Size(3, 3, 2, 3, 1, 1)))
    with Sandbox(world) as sandbox:
        sandbox.write_config(tmp_path / "config")
        settings = tmp_path / "config" / "settings.toml"
        settings.write_text(settings.read_text() + APP)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.delenv("GITHUB_TOKEN", raising=False)
        yield Ground(sandbox, tmp_path / "config", tmp_path / "data")


@pytest.fixture(scope="module")
def pem() -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@pytest.fixture
def key_file(tmp_path: Path, pem: bytes) -> Path:
    path = tmp_path / "app.pem"
    path.write_bytes(pem)
    path.chmod(stat.S_IRUSR)
    return path


def test_an_app_collects_what_a_token_would(ground, key_file, monkeypatch):
    monkeypatch.setenv("SANDBOX_APP_ID", "77")
    monkeypatch.setenv("SANDBOX_APP_KEY_FILE", str(key_file))
    code, outcomes, said = ground.collect()
    assert (code, said) == (0, set())
    assert outcomes["ok"] > 30
    written = b"".join(path.read_bytes() for path in ground.data.rglob("*") if path.is_file())
    assert b"demo-installation" not in written


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({}, "GitHub App 77: set SANDBOX_APP_KEY_FILE to the file of its private key"),
        ({"SANDBOX_APP_KEY_FILE": "/nowhere/app.pem"}, "/nowhere/app.pem: No such file or directory"),
        ({"SANDBOX_APP_KEY_FILE": "KEY", "SANDBOX_APP_INSTALLATION": "5"}, "no installation 5; it has"),
    ],
)
def test_an_app_that_cannot_be_used_is_named_and_the_run_is_not_whole(
    ground, key_file, monkeypatch, variables, words
):
    monkeypatch.setenv("SANDBOX_APP_ID", "77")
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("KEY", str(key_file)))
    code, outcomes, said = ground.collect()
    assert code == 2
    assert set(outcomes) == {"no_token"}
    [line] = said
    assert words in line


def test_neither_app_nor_token_is_a_choice(ground):
    code, outcomes, said = ground.collect()
    assert (code, set(outcomes)) == (0, {"no_token"})
    assert "its interface needs a token" in " ".join(filter(None, said))
