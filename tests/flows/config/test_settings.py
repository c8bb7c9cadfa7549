"""Settings and the environment: folders, the key file, tokens and the hosts of forges."""

from pathlib import Path

import pytest

from flows.config.load import load_config
from flows.config.settings import (
    CHECKOUT,
    AppIdentity,
    Settings,
    app_identity,
    config_folder,
    data_folder,
    has_credentials,
    mailbox_key_path,
    tokens,
)

SAMPLE = Path(__file__).parents[1] / "config_sample"


@pytest.fixture(scope="module")
def settings():
    return load_config(SAMPLE).settings


def test_folders_are_as_given_else_as_the_environment_says_else_the_checkouts(tmp_path):
    environment = {"SUIYUAN_CONFIG": "/etc/suiyuan", "SUIYUAN_DATA": "/srv/suiyuan"}
    assert config_folder(tmp_path, environment) == tmp_path
    assert config_folder(None, environment) == Path("/etc/suiyuan")
    assert config_folder(None, {"SUIYUAN_CONFIG": ""}) == CHECKOUT / "config"
    assert data_folder(tmp_path, environment) == tmp_path
    assert data_folder(None, environment) == Path("/srv/suiyuan")
    assert data_folder(None, {}) == CHECKOUT / "data"


def test_the_process_environment_is_read_when_asked(monkeypatch):
    monkeypatch.setenv("SUIYUAN_DATA", "/srv/elsewhere")
    assert data_folder() == Path("/srv/elsewhere")


def test_the_key_file_is_as_the_environment_says_else_as_the_settings_say(settings, monkeypatch):
    monkeypatch.setenv("HOME", "/home/operator")
    assert mailbox_key_path(settings, {}) == Path("/home/operator/keys/mailbox.key")
    assert mailbox_key_path(settings, {"SUIYUAN_MAILBOX_KEY": "~/other.key"}) == Path(
        "/home/operator/other.key"
    )


def test_tokens_come_from_every_variable_of_the_forge_each_once(settings):
    environment = {"FORGE_TOKEN": "first", "FORGE_TOKENS": " second, first,,third ", "OTHER": "fourth"}
    found = tokens(settings, "github", environment)
    assert [token.get_secret_value() for token in found] == ["first", "second", "third"]
    assert tokens(settings, "gitcode", environment) == ()


def test_an_app_is_named_by_variables_and_only_where_the_settings_name_them(settings, monkeypatch):
    monkeypatch.setenv("HOME", "/home/operator")
    app_id, key, installation = "APP_ID", "APP_KEY_FILE", "APP_INSTALLATION"
    app = {"id_variable": app_id, "private_key_file_variable": key, "installation_variable": installation}
    forges = {**settings.model_dump()["forges"]}
    forges["github"] = {**forges["github"], "app": app}
    named = Settings.model_validate({**settings.model_dump(), "forges": forges})
    environment = {app_id: " 77 ", key: "~/app.pem"}
    assert app_identity(settings, "github", environment) is None
    assert app_identity(named, "github", {key: "x"}) is None
    assert app_identity(named, "github", environment) == AppIdentity(
        "77", Path("/home/operator/app.pem"), None
    )
    assert app_identity(named, "github", {app_id: "77", installation: "5"}) == AppIdentity("77", None, "5")
    assert has_credentials(named, "github", environment)
    assert has_credentials(named, "github", {"FORGE_TOKEN": "t"})
    assert not has_credentials(named, "gitcode", environment)


def test_tokens_are_not_shown(settings):
    found = tokens(settings, "github", {"FORGE_TOKEN": "hunter2"})
    assert "hunter2" not in f"{found} {found!r}"


def test_the_host_and_port_of_a_forge_are_those_that_git_talks_to(settings):
    github, gitcode = settings.forges["github"], settings.forges["gitcode"]
    assert (github.host, github.port) == ("forge.example", 8443)
    assert (gitcode.host, gitcode.port) == ("code.example", 80)
