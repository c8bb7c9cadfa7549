"""The procedure of docs/privacy.md works as it is written, on a config and data folder of the test's own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from collectors.identity.mailboxes import MailboxKey

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_the_opt_out_procedure_runs_as_it_is_written(tmp_path: Path):
    config, mailbox = tmp_path / "config", "somebody@people.example"
    shutil.copytree(ROOT / "config", config)
    MailboxKey.open(tmp_path / "mailbox.key")
    (procedure,) = re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "SUIYUAN_CONFIG": str(config),
        "SUIYUAN_DATA": str(tmp_path / "data"),
        "SUIYUAN_MAILBOX_KEY": str(tmp_path / "mailbox.key"),
        "MAILBOX": mailbox,
    }
    done = subprocess.run(
        ["bash", "-euc", procedure], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    listed = (config / "opt_outs.csv").read_text(encoding="utf-8").splitlines()
    assert len(listed) == 3
    assert all(row.endswith("request 7") for row in listed[1:])
    assert mailbox not in done.stdout + done.stderr + "".join(listed)
    assert list((tmp_path / "data" / "snapshots").glob("2*/public.duckdb"))


def test_what_the_page_names_is_there():
    named = re.findall(r"`((?:warehouse|models|flows|tests)/[\w/.]+)`", TEXT)
    assert len(named) > 10
    places = [ROOT / "warehouse" / name if name.startswith("models/") else ROOT / name for name in named]
    assert [str(place) for place in places if not place.exists()] == []
