"""git over HTTP: the smart protocol, served by ``git http-backend`` as any web server would."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from sandbox.git.repositories import GitRepositories, git_environment
from sandbox.http.messages import Answer, Request
from sandbox.world.world import World

_PATH = re.compile(r"/(?:(gitee)/)?([^/]+)/([^/]+?)(?:\.git)?/(info/refs|git-upload-pack|HEAD)")
_REFUSED = {"blocked": 451, "forbidden": 403}


@dataclass(slots=True)
class GitHttp:
    """Serves ``/{owner}/{name}.git``; a former name still works, as it does on the real forge.

    Below ``/gitee`` stands what was left there, as it was.
    """

    world: World
    repositories: GitRepositories

    def serves(self, request: Request) -> bool:
        """Tell whether a request comes from a git client."""
        return request.path.endswith("/git-upload-pack") or "service=git-" in request.query_text

    def handle(self, request: Request) -> Answer:
        """Answer one request of a clone or fetch."""
        match = _PATH.fullmatch(request.path)
        found = self.world.named(match[2], match[3], request.at) if match else None
        if match is None or found is None or (match[1] and not found[0].is_on(match[1])):
            return Answer(404, b"Repository not found.\n", {"Content-Type": "text/plain"})
        plan, is_current = found
        refused = _REFUSED.get(plan.hazard or "")
        if refused is not None and (plan.blocked_at or 0) <= request.at:
            return Answer(refused, b"Repository access refused.\n", {"Content-Type": "text/plain"})
        if "service=git-receive-pack" in request.query_text:
            return Answer(403, b"This is a demonstration: read only.\n", {"Content-Type": "text/plain"})
        forge = match[1] or ""
        if not is_current and match[4] == "info/refs":
            root = f"{request.base_url}/{forge}".removesuffix("/")
            target = f"{root}/{plan.full_name_at(request.at)}.git/{match[4]}?{request.query_text}"
            return Answer(301, b"", {"Location": target})
        return _backend(request, self.repositories.at(plan, request.at, forge), match[4])


def _backend(request: Request, repository: Path, action: str) -> Answer:
    """Run git's own CGI programme and read its answer."""
    variables = {
        "GIT_PROJECT_ROOT": str(repository.parent),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": f"/{repository.name}/{action}",
        "REQUEST_METHOD": request.method,
        "QUERY_STRING": request.query_text,
        "CONTENT_TYPE": request.headers.get("content-type", ""),
        "CONTENT_LENGTH": str(len(request.body)),
        "HTTP_CONTENT_ENCODING": request.headers.get("content-encoding", ""),
        "GIT_PROTOCOL": request.headers.get("git-protocol", ""),
        "REMOTE_ADDR": request.client,
    }
    done = subprocess.run(
        ["git", "http-backend"], input=request.body, capture_output=True, env=git_environment(variables)
    )
    head, _, body = done.stdout.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line)
    status = int(headers.pop("Status", "200").split()[0])
    return Answer(status if done.returncode == 0 else 500, body, headers)
