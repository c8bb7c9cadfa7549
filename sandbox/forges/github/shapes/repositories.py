"""Accounts, repositories and licences in the shape of GitHub's REST API."""

from typing import Any

from sandbox.forges.github.shapes.ids import node_id
from sandbox.forges.github.shapes.licenses import license_json
from sandbox.world.code.commits import Commit
from sandbox.world.history.threads import Fork
from sandbox.world.people import GHOST, Account
from sandbox.world.plans import Plan, description
from sandbox.world.seasons import iso
from sandbox.world.view import RepositoryView, present
from sandbox.world.world import World

Json = dict[str, Any]
NEW_VERSION = "2026-03-10"

_USER_LINKS = {
    "followers_url": "/followers", "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}", "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs", "repos_url": "/repos", "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}  # fmt: skip
_REPOSITORY_LINKS = {
    "archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}",
    "blobs_url": "/git/blobs{/sha}", "branches_url": "/branches{/branch}",
    "collaborators_url": "/collaborators{/collaborator}", "comments_url": "/comments{/number}",
    "commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
    "contents_url": "/contents/{+path}",
    "contributors_url": "/contributors", "deployments_url": "/deployments", "downloads_url": "/downloads",
    "events_url": "/events", "forks_url": "/forks", "git_commits_url": "/git/commits{/sha}",
    "git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}",
    "issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
    "issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}",
    "languages_url": "/languages", "merges_url": "/merges", "milestones_url": "/milestones{/number}",
    "notifications_url": "/notifications{?since,all,participating}", "pulls_url": "/pulls{/number}",
    "releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
    "subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags",
    "teams_url": "/teams", "trees_url": "/git/trees{/sha}", "hooks_url": "/hooks",
}  # fmt: skip


def iso_or_none(at: int | None) -> str | None:
    """Write an instant, or null."""
    return None if at is None else iso(at)


class Render:
    """Writes the world's people and repositories as JSON for one base address, instant and API version."""

    def __init__(self, world: World, api: str, web: str, at: int, version: str) -> None:
        """Take the addresses of the API and of the pages, without a slash at the end."""
        self.world, self.api, self.web, self.at, self.version = world, api, web, at, version
        self._users: dict[int, Json] = {}
        self._repositories: dict[int, Json] = {}

    @property
    def is_new(self) -> bool:
        """Whether the client asked for the API version that dropped several fields."""
        return self.version == NEW_VERSION

    # --------------------------------------------------------------------------------------- accounts

    def author(self, account: Account) -> Json:
        """Write who opened or said something; who deleted the account since is GitHub's user ``ghost``."""
        return self.user(account) or self._user(GHOST)

    def user(self, account: Account | None) -> Json | None:
        """Write an account in short; null where it was deleted, as reviews and line comments have it."""
        account = present(account, self.at)
        if account is None:
            return None
        if account.account_id not in self._users:
            self._users[account.account_id] = self._user(account)
        return self._users[account.account_id]

    def _user(self, account: Account) -> Json:
        login = f"{account.login}[bot]" if account.kind == "bot" else account.login
        url = f"{self.api}/users/{login}"
        prefix = {"organization": "O", "bot": "BOT"}.get(account.kind, "U")
        return {
            "login": login,
            "id": account.account_id,
            "node_id": node_id(prefix, account.account_id),
            "avatar_url": f"{self.web}/avatars/u/{account.account_id}?v=4",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.web}/{'apps/' if account.kind == 'bot' else ''}{account.login}",
            **{name: url + suffix for name, suffix in _USER_LINKS.items()},
            "type": account.kind.capitalize(),
            "user_view_type": "public",
            "site_admin": False,
        }

    def full_user(self, account: Account) -> Json:
        """Write an account in full, as /users/{login} does."""
        repositories = len(self.world.owned_by(account, self.at))
        return {
            **(self.user(account) or {}),
            "name": account.name,
            "company": account.company,
            "blog": "",
            "location": account.location,
            "email": None,
            "hireable": None,
            "bio": None if account.kind == "bot" else "演示账号 (demonstration)",
            "twitter_username": None,
            "public_repos": repositories,
            "public_gists": 0,
            "followers": account.account_id % 97,
            "following": account.account_id % 31,
            "created_at": iso(account.created_at),
            "updated_at": iso(account.created_at + 86_400),
        }

    def organization(self, account: Account) -> Json:
        """Write an organisation in full."""
        url = f"{self.api}/orgs/{account.login}"
        known = account.organization
        return {
            "login": account.login,
            "id": account.account_id,
            "node_id": node_id("O", account.account_id),
            "url": url,
            "repos_url": f"{url}/repos",
            "events_url": f"{url}/events",
            "hooks_url": f"{url}/hooks",
            "issues_url": f"{url}/issues",
            "members_url": f"{url}/members{{/member}}",
            "public_members_url": f"{url}/public_members{{/member}}",
            "avatar_url": f"{self.web}/avatars/u/{account.account_id}?v=4",
            "description": f"{account.name} (demonstration)",
            "name": known.name_en if known else account.name,
            "blog": f"https://www.{known.mail_domain}/" if known else f"{self.web}/",
            "location": account.location or "Elsewhere (demo)",
            "twitter_username": None,
            "is_verified": False,
            "has_organization_projects": True,
            "has_repository_projects": True,
            "public_repos": len(self.world.owned_by(account, self.at)),
            "public_gists": 0,
            "followers": account.account_id % 700,
            "following": 0,
            "html_url": f"{self.web}/{account.login}",
            "type": "Organization",
            "created_at": iso(account.created_at),
            "updated_at": iso(account.created_at + 86_400),
            "archived_at": None,
        }

    # ----------------------------------------------------------------------------------- repositories

    def repository(self, plan: Plan) -> Json:
        """Write a repository as it appears in lists and inside other objects."""
        if plan.number not in self._repositories:
            self._repositories[plan.number] = self._repository(self.world.view(plan, self.at))
        return self._repositories[plan.number]

    def _links(self, owner: Account, name: str) -> Json:
        url, page = f"{self.api}/repos/{owner.login}/{name}", f"{self.web}/{owner.login}/{name}"
        host = self.web.partition("://")[2]
        return {
            "html_url": page,
            "url": url,
            **{key: url + suffix for key, suffix in _REPOSITORY_LINKS.items()},
            "git_url": f"git://{host}/{owner.login}/{name}.git",
            "ssh_url": f"git@{host}:{owner.login}/{name}.git",
            "clone_url": f"{page}.git",
            "svn_url": page,
        }

    def _repository(self, view: RepositoryView) -> Json:
        plan = view.plan
        owner, name = plan.name_at(self.at)
        return {
            "id": plan.repository_id,
            "node_id": node_id("R", plan.repository_id),
            "name": name,
            "full_name": f"{owner.login}/{name}",
            "private": False,
            "owner": self.author(owner),
            "description": description(plan),
            "fork": plan.is_fork,
            **self._links(owner, name),
            "mirror_url": f"https://git.demo.example/{plan.parent.names[0][2]}.git"
            if plan.is_mirror and plan.parent
            else None,
            "homepage": "https://www.demo.example/" if plan.number % 4 == 0 else None,
            "created_at": iso(plan.created_at),
            "updated_at": iso(view.updated_at),
            "pushed_at": iso(view.pushed_at),
            "size": 0 if plan.is_empty else 100 + plan.number,
            "stargazers_count": view.star_count,
            "watchers_count": view.star_count,
            "watchers": view.star_count,
            "language": None if plan.is_empty else plan.language,
            "has_issues": plan.has_issues,
            "has_projects": True,
            "has_wiki": True,
            "has_pages": False,
            "has_discussions": False,
            **({} if self.is_new else {"has_downloads": True}),
            "forks_count": len(view.forks),
            "forks": len(view.forks),
            "archived": plan.archived_at is not None and plan.archived_at <= self.at,
            "disabled": False,
            "open_issues_count": view.open_count,
            "open_issues": view.open_count,
            "license": license_json(self.api, plan.license_id),
            "allow_forking": True,
            "is_template": plan.hazard == "template",
            "web_commit_signoff_required": False,
            "topics": list(plan.topics),
            "visibility": "public",
            "default_branch": plan.default_branch,
        }

    def full_repository(self, plan: Plan) -> Json:
        """Write a repository as /repos/{owner}/{repo} does."""
        view, owner = self.world.view(plan, self.at), plan.name_at(self.at)[0]
        full = {
            **self.repository(plan),
            "temp_clone_token": None,
            "network_count": len(view.forks),
            "subscribers_count": view.watcher_count,
        }
        if owner.kind == "organization":
            full["organization"] = self.user(owner)
        if plan.is_fork and plan.parent is not None:
            full["parent"] = full["source"] = self.repository(plan.parent)
        return full

    def fork(self, parent: Plan, fork: Fork) -> Json:
        """Write a fork that has no activity of its own."""
        owner, name = fork.owner, parent.names[0][2]
        when = iso(fork.created_at)
        return {
            **self.repository(parent),
            "id": fork.fork_id,
            "node_id": node_id("F", fork.fork_id),
            "full_name": f"{owner.login}/{name}",
            "name": name,
            "owner": self.author(owner),
            "fork": True,
            **self._links(owner, name),
            **dict.fromkeys(("created_at", "updated_at", "pushed_at"), when),
            **dict.fromkeys(("stargazers_count", "watchers_count", "watchers", "forks_count", "forks"), 0),
            **dict.fromkeys(("open_issues_count", "open_issues"), 0),
            "has_issues": False,
        }

    def commit(self, plan: Plan, commit: Commit) -> Json:
        """Write a commit as lists of commits do; author and committer are null where no account is known."""
        url, page = self.repository(plan)["url"], self.repository(plan)["html_url"]
        return {
            "sha": commit.sha,
            "node_id": node_id("C", plan.repository_id, commit.sha),
            "commit": {
                "author": _git_user(commit.author.who, commit.author.at),
                "committer": _git_user(commit.committer.who, commit.committer.at),
                "message": commit.message.strip(),
                "tree": {"sha": commit.tree, "url": f"{url}/git/trees/{commit.tree}"},
                "url": f"{url}/git/commits/{commit.sha}",
                "comment_count": 0,
                "verification": {
                    "verified": False,
                    "reason": "unsigned",
                    "signature": None,
                    "payload": None,
                    "verified_at": None,
                },
            },
            "url": f"{url}/commits/{commit.sha}",
            "html_url": f"{page}/commit/{commit.sha}",
            "comments_url": f"{url}/commits/{commit.sha}/comments",
            "author": self.user(commit.account),
            "committer": self.user(commit.account) if commit.committer.who == commit.author.who else None,
            "parents": [
                {"sha": sha, "url": f"{url}/commits/{sha}", "html_url": f"{page}/commit/{sha}"}
                for sha in commit.parents
            ],
        }


def _git_user(who: str, at: int) -> Json:
    name, _, mailbox = who.rpartition(" ")
    return {"name": name, "email": mailbox.strip("<>"), "date": iso(at)}
