"""The sandbox's own endpoint under /__sandbox__/: move time, plan faults, set limits, read counters.

GET  state                         until, address of each part
POST until     {"until": "2026-11-21T00:00:00Z"}
GET  counters                      POST reset (counters and quotas)
GET  requests                      the newest requests, one by one
POST faults    {"rate": 0.2, "seed": 1, "rules": [...]}        replaces what was planned
POST limits    {"core_per_hour": 5000, ...} or {"preset": "real"}
POST tokens    {"add": "t", "same_user_as": "u", "limits": {"core": 10}} or {"revoke": "t"}
"""

from dataclasses import fields
from typing import Any

import orjson

from sandbox.http.faults import Rule
from sandbox.http.limits import LimitSettings
from sandbox.http.messages import Answer, Request
from sandbox.server.site import Site
from sandbox.world.seasons import instant, iso

ROOT = "/__sandbox__/"


def answer_admin(request: Request, site: Site) -> Answer:
    """Answer one request to the admin endpoint; a mistake in it is 400 with what is wrong."""
    name = request.path.removeprefix(ROOT)
    handler = _HANDLERS.get((request.method, name))
    if handler is None:
        return Answer.json({"message": f"no such command: {request.method} {name}"}, 404)
    try:
        body = orjson.loads(request.body) if request.body else {}
        return Answer.json(handler(site, body))
    except (ValueError, KeyError, TypeError) as error:
        return Answer.json({"message": f"{type(error).__name__}: {error}"}, 400)


def _state(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    return {"until": iso(site.world.until), "seed": site.world.seed, "repositories": len(site.world.plans)}


def _until(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    site.world.until = instant(body["until"])
    return _state(site, body)


def _counters(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    return site.counters.as_json()


def _requests(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    return {"requests": list(site.counters.recent)}


def _reset(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    site.counters.reset()
    site.github.state.limits.reset()
    return site.counters.as_json()


def _faults(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    site.faults.replan(
        rate=float(body.get("rate", 0)),
        seed=int(body.get("seed", 1)),
        rules=[Rule(**rule) for rule in body.get("rules", [])],
    )
    return {"rules": len(site.faults.rules), "rate": site.faults.rate}


def _limits(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    settings = LimitSettings.real() if body.pop("preset", "") == "real" else site.github.state.limits.settings
    known = {field.name for field in fields(LimitSettings)}
    for name, value in body.items():
        if name not in known:
            raise KeyError(name)
        setattr(settings, name, value)
    site.github.state.limits.settings = settings
    return {name: getattr(settings, name) for name in sorted(known)}


def _tokens(site: Site, body: dict[str, Any]) -> dict[str, Any]:
    tokens = site.github.state.tokens
    if "revoke" in body:
        tokens.revoke(body["revoke"])
        return {"revoked": body["revoke"]}
    holder = tokens.add(body["add"], same_user_as=body.get("same_user_as"), limits=body.get("limits"))
    return {"added": body["add"], "user": holder.login}


_HANDLERS = {
    ("GET", "state"): _state,
    ("POST", "until"): _until,
    ("GET", "counters"): _counters,
    ("GET", "requests"): _requests,
    ("POST", "reset"): _reset,
    ("POST", "faults"): _faults,
    ("POST", "limits"): _limits,
    ("POST", "tokens"): _tokens,
}
