"""GitHub Apps: a signed claim lists an app's installations and buys their tokens; no signature is checked."""

import base64
import binascii
import re
import time

import orjson

from sandbox.forges.github.rest.context import refusal
from sandbox.forges.github.shapes.repositories import Json, Render
from sandbox.http.messages import Answer, Request
from sandbox.http.tokens import Tokens
from sandbox.world.organizations import MARK_ZH
from sandbox.world.seasons import BIRTH, iso

INSTALLATION_ID = 1_870_000_001
_TOKEN = re.compile(r"/app/installations/(\d+)/access_tokens")
_ONE = re.compile(r"/app/installations/(\d+)")
_HOUR = 3_600
_PERMISSIONS = {"metadata": "read", "issues": "read", "pull_requests": "read"}


def is_for_apps(path: str) -> bool:
    """Tell whether a path is asked by an app itself."""
    return path == "/app" or path.startswith("/app/")


def answer_app(request: Request, path: str, tokens: Tokens, render: Render) -> Answer:
    """Answer an app's request; a claim that cannot be read or is over is 401."""
    _check_claim(request.token or "")
    if request.method == "POST" and (match := _TOKEN.fullmatch(path)):
        token = tokens.install(int(match[1]))
        expires_at = iso(int(time.time()) + _HOUR)
        body = {"token": token, "expires_at": expires_at, "permissions": _PERMISSIONS}
        return Answer.json(body | {"repository_selection": "all"}, 201)
    if path == "/app":
        return Answer.json(
            {"id": 1, "slug": "demo-app", "name": f"{MARK_ZH}应用", "permissions": _PERMISSIONS}
        )
    if path == "/app/installations":
        return Answer.json([_installation(render)])
    if _ONE.fullmatch(path):
        return Answer.json(_installation(render))
    raise refusal(404, "Not Found")


def _check_claim(claim: str) -> None:
    parts = claim.split(".")
    if len(parts) != 3:
        raise refusal(401, "A JSON web token could not be decoded")
    try:
        body = orjson.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, orjson.JSONDecodeError):
        raise refusal(401, "A JSON web token could not be decoded") from None
    if not isinstance(body, dict) or not body.get("iss") or body.get("exp", 0) < time.time():
        raise refusal(
            401,
            "'Expiration time' claim ('exp') must be a numeric value representing the future time "
            "at which the assertion expires",
        )


def _installation(render: Render) -> Json:
    owner = render.world.cast.organization_accounts[0]
    url = f"{render.api}/app/installations/{INSTALLATION_ID}"
    return {
        "id": INSTALLATION_ID,
        "account": render.author(owner),
        "app_id": 1,
        "app_slug": "demo-app",
        "target_id": owner.account_id,
        "target_type": "Organization",
        "repository_selection": "all",
        "access_tokens_url": f"{url}/access_tokens",
        "repositories_url": f"{render.api}/installation/repositories",
        "html_url": f"{render.web}/settings/installations/{INSTALLATION_ID}",
        "permissions": _PERMISSIONS,
        "events": [],
        "created_at": iso(BIRTH),
        "updated_at": iso(BIRTH),
        "suspended_at": None,
        "suspended_by": None,
    }
