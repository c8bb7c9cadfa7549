"""Handlers for accounts, organisations and repositories themselves."""

import base64

from sandbox.forges.github.rest.context import Context, RepositoryContext, refusal
from sandbox.forges.github.rest.lookup import account
from sandbox.forges.github.rest.pages import numbered
from sandbox.forges.github.shapes.licenses import license_json
from sandbox.http.messages import Answer
from sandbox.world.code.project_files import license_text
from sandbox.world.plans import Plan, description
from sandbox.world.seasons import iso

_COMPANIONS = {"Python": "Shell", "TypeScript": "CSS", "JavaScript": "HTML", "C": "Makefile", "C++": "CMake"}


def get_organization(context: Context, login: str) -> Answer:
    """Answer /orgs/{org}."""
    found = account(context, login)
    if found.kind != "organization":
        raise refusal(404, "Not Found")
    return Answer.json(context.render.organization(found))


def get_user(context: Context, login: str) -> Answer:
    """Answer /users/{login}."""
    return Answer.json(context.render.full_user(account(context, login)))


def get_user_by_id(context: Context, account_id: str) -> Answer:
    """Answer /user/{id}."""
    found = context.world.account_by_id(int(account_id), context.at)
    if found is None:
        raise refusal(404, "Not Found")
    return Answer.json(context.render.full_user(found))


def get_user_organizations(context: Context, login: str) -> Answer:
    """Answer /users/{login}/orgs: the public membership of an account."""
    found = account(context, login)
    member_of = [
        owner
        for owner in context.world.cast.organization_accounts
        if found.company == f"@{owner.login}" and context.world.account(owner.login, context.at)
    ]

    def write(owner: object) -> dict[str, object]:
        organization = context.render.organization(owner)  # pyright: ignore[reportArgumentType]
        wanted = ("login", "id", "node_id", "url", "repos_url", "events_url", "hooks_url", "issues_url")
        more = ("members_url", "public_members_url", "avatar_url", "description")
        return {key: organization[key] for key in (*wanted, *more)}

    return numbered(member_of, context.query, context.url(), write)


def _sort_repositories(context: Context, plans: list[Plan]) -> list[Plan]:
    sort = context.query.get("sort", "created")
    view = context.world.view
    keys = {
        "created": lambda plan: (plan.created_at, plan.number),
        "updated": lambda plan: (view(plan, context.at).updated_at, plan.number),
        "pushed": lambda plan: (view(plan, context.at).pushed_at, plan.number),
        "full_name": lambda plan: plan.full_name_at(context.at),
    }
    descending = context.query.get("direction", "asc" if sort == "full_name" else "desc") == "desc"
    return sorted(plans, key=keys.get(sort, keys["created"]), reverse=descending)


def list_repositories(context: Context, login: str) -> Answer:
    """Answer /orgs/{org}/repos and /users/{login}/repos."""
    owner = account(context, login)
    wanted = context.query.get("type", "all")
    plans = [
        plan
        for plan in context.world.owned_by(owner, context.at)
        if plan.blocked_at is None or plan.blocked_at > context.at
    ]
    if wanted in ("forks", "sources"):
        plans = [plan for plan in plans if plan.is_fork == (wanted == "forks")]
    base = f"{context.render.api}/{'organizations' if owner.kind == 'organization' else 'user'}"
    url = f"{base}/{owner.account_id}/repos"
    return numbered(_sort_repositories(context, plans), context.query, url, context.render.repository)


def get_repository(found: RepositoryContext) -> Answer:
    """Answer /repos/{owner}/{repo}."""
    return Answer.json(found.render.full_repository(found.plan))


def languages_of(plan: Plan) -> dict[str, int]:
    """Tell how many bytes of which language a repository holds."""
    if plan.is_empty:
        return {}
    main = 20_000 + plan.number * 997
    second = _COMPANIONS.get(plan.language)
    return {plan.language: main} | ({second: main // 11} if second else {})


def get_languages(found: RepositoryContext) -> Answer:
    """Answer /repos/{owner}/{repo}/languages."""
    return Answer.json(languages_of(found.plan))


def get_topics(found: RepositoryContext) -> Answer:
    """Answer /repos/{owner}/{repo}/topics."""
    return Answer.json({"names": list(found.plan.topics)})


def get_license(found: RepositoryContext) -> Answer:
    """Answer /repos/{owner}/{repo}/license."""
    if found.plan.license_id is None or found.plan.is_empty:
        raise refusal(404, "Not Found")
    text = license_text(found.plan.license_id).encode()
    base = found.render.repository(found.plan)
    url, page = (
        f"{base['url']}/contents/LICENSE",
        f"{base['html_url']}/blob/{found.plan.default_branch}/LICENSE",
    )
    return Answer.json(
        {
            "name": "LICENSE",
            "path": "LICENSE",
            "sha": "0" * 40,
            "size": len(text),
            "url": url,
            "html_url": page,
            "git_url": None,
            "download_url": None,
            "type": "file",
            "content": base64.encodebytes(text).decode(),
            "encoding": "base64",
            "_links": {"self": url, "git": None, "html": page},
            "license": license_json(found.render.api, found.plan.license_id),
        }
    )


def get_community_profile(found: RepositoryContext) -> Answer:
    """Answer /repos/{owner}/{repo}/community/profile."""
    files = found.view.git.fixed if found.view.git else {}
    base = found.render.repository(found.plan)

    def file(name: str) -> dict[str, str] | None:
        if name not in files:
            return None
        page = f"{base['html_url']}/blob/{found.plan.default_branch}/{name}"
        return {"url": f"{base['url']}/contents/{name}", "html_url": page}

    conduct = file("CODE_OF_CONDUCT.md")
    known = (
        {"key": "other", "name": "Other", "url": None, "html_url": conduct["html_url"]} if conduct else None
    )
    present = {
        "code_of_conduct": known and known | {"url": f"{found.render.api}/codes_of_conduct/other"},
        "code_of_conduct_file": conduct,
        "contributing": file("CONTRIBUTING.md"),
        "issue_template": None,
        "pull_request_template": None,
        "license": license_json(found.render.api, found.plan.license_id) if "LICENSE" in files else None,
        "readme": file("README.md"),
    }
    health = round(100 * sum(value is not None for value in present.values()) / len(present))
    return Answer.json(
        {
            "health_percentage": health,
            "description": description(found.plan),
            "documentation": None,
            "files": present,
            "updated_at": iso(found.view.pushed_at),
            "content_reports_enabled": False,
        }
    )
