"""The rare calls through PyGithub: whose token, which installations, what is left."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from github import Auth

from collectors.forges.github.all_kinds import graphql_url
from collectors.forges.github.pygithub import app_credentials, client, quotas, token_credentials
from collectors.protocol import NoToken, Unreachable
from sandbox.forges.github.rest.apps import INSTALLATION_ID
from sandbox.http.limits import LimitSettings

CLOSED = "http://127.0.0.1:9/api/v3"


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def test_tokens_of_one_user_are_recognised(serve, small_world, clock):
    with serve(small_world()) as forge:
        forge.sandbox.tokens.add("second", same_user_as="demo-token-1")
        tokens = [("A", "demo-token-1"), ("B", "second"), ("C", "demo-token-2"), ("D", "revoked")]
        credentials = token_credentials(tokens, forge.sandbox.api_url)
        users = [credential.user for credential in credentials]
        assert users[0] == users[1] != users[2]
        assert users[3] is None
        assert "demo-token" not in repr(credentials)


def test_an_unreachable_forge_says_nothing_of_a_token():
    assert [credential.user for credential in token_credentials([("A", "x")], CLOSED)] == [None]


def test_an_app_gives_one_credential_per_installation(serve, small_world, private_key, clock):
    with serve(small_world()) as forge:
        credentials = app_credentials("77", private_key, forge.sandbox.api_url)
        assert credentials
        assert all("installation" in credential.label for credential in credentials)
        first = credentials[0].secret()
        assert first == credentials[0].secret()  # lasts for an hour; not asked for each time
        http = forge.http(first)
        assert http.get(f"{forge.sandbox.api_url}/rate_limit").json()["resources"]["core"]["limit"] == 12_500


def test_one_installation_can_be_named_and_must_exist(serve, small_world, private_key):
    with serve(small_world()) as forge:
        [every] = app_credentials("77", private_key, forge.sandbox.api_url)
        [named] = app_credentials("77", private_key, forge.sandbox.api_url, str(INSTALLATION_ID))
        assert named.label == every.label
        with pytest.raises(NoToken, match=f"no installation 5; it has {INSTALLATION_ID}"):
            app_credentials("77", private_key, forge.sandbox.api_url, "5")


def test_a_key_that_is_none_is_said_to_be_none():
    with pytest.raises(NoToken, match="GitHub App 77: its key file holds no private key in PEM form"):
        app_credentials("77", "-----BEGIN NOTHING-----", CLOSED)


def test_what_is_left_is_read_from_the_free_endpoint(serve, small_world):
    with serve(small_world(), limits=LimitSettings(graphql_per_hour=5000)) as forge:
        found = quotas(Auth.Token("demo-token-1"), forge.sandbox.api_url)
        assert found["graphql"].limit == found["graphql"].remaining == 5000
        with pytest.raises(NoToken):
            quotas(Auth.Token("wrong"), forge.sandbox.api_url)
    with pytest.raises(Unreachable):
        quotas(None, CLOSED)


def test_the_client_asks_once_and_fires_nothing_hidden(serve, small_world):
    with serve(small_world()) as forge, client(Auth.Token("demo-token-1"), forge.sandbox.api_url) as github:
        forge.sandbox.counters.reset()
        github.get_repo("demo/anything")  # lazy: no request yet
        assert forge.sandbox.counters.totals["requests"] == 0


@pytest.mark.parametrize(
    ("api_url", "url"),
    [
        ("https://api.example.com", "https://api.example.com/graphql"),
        ("https://forge.example/api/v3", "https://forge.example/api/graphql"),
        ("https://forge.example/api/v3/", "https://forge.example/api/graphql"),
    ],
)
def test_graphql_lies_beside_rest(api_url, url):
    assert graphql_url(api_url) == url


def test_a_body_that_was_cut_short_is_no_answer_and_no_bug(loopback, reply, private_key):
    body = reply(body='{"login": "some', headers={"Content-Type": "application/json"})
    loopback.answer["/user"] = loopback.answer["/rate_limit"] = body
    loopback.answer["/app/installations"] = body
    assert [credential.user for credential in token_credentials([("A", "x")], loopback.url)] == [None]
    with pytest.raises(Unreachable):
        quotas(Auth.Token("x"), loopback.url)
    with pytest.raises(Unreachable):
        app_credentials("77", private_key, loopback.url)
