"""From a path to the repository or account that it is about, or to the refusal that it deserves."""

from sandbox.forges.github.rest.context import Context, Refusal, RepositoryContext, moved_permanently, refusal
from sandbox.world.people import Account
from sandbox.world.plans import Plan
from sandbox.world.seasons import iso


def by_name(context: Context, owner: str, name: str, rest: str) -> RepositoryContext:
    """Find a repository by name; a former name is answered with 301 to its number."""
    found = context.world.named(owner, name, context.at)
    if found is None:
        raise refusal(404, "Not Found")
    plan, is_current = found
    if not is_current:
        raise Refusal(moved_permanently(context, plan, rest))
    return _open(context, plan, rest)


def by_id(context: Context, repository_id: str, rest: str) -> RepositoryContext:
    """Find a repository by its number."""
    plan = context.world.repository(int(repository_id), context.at)
    if plan is None:
        raise refusal(404, "Not Found")
    return _open(context, plan, rest)


def _open(context: Context, plan: Plan, rest: str) -> RepositoryContext:
    if plan.blocked_at is not None and plan.blocked_at <= context.at:
        block = {
            "reason": "dmca",
            "created_at": iso(plan.blocked_at),
            "html_url": f"{context.render.web}/demo-notices/{plan.number}",
        }
        raise refusal(451, "Repository access blocked", block=block)
    if plan.hazard == "forbidden" and context.settings.saml_hazard:
        raise refusal(
            403,
            "Resource protected by organization SAML enforcement. "
            "You must grant your token access to this organization.",
        )
    return RepositoryContext(context, plan, context.world.view(plan, context.at), rest)


def account(context: Context, login: str) -> Account:
    """Find an account by login, or refuse with 404."""
    found = context.world.account(login, context.at)
    if found is None:
        raise refusal(404, "Not Found")
    return found
