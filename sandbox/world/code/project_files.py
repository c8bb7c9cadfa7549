"""The files that a repository starts with: licence, policies, manifests, workflows."""

import json
import random

from identify.vendor.licenses import LICENSES

from sandbox.world.people import Person
from sandbox.world.plans import Plan, description

_LICENSE_TEXTS = dict(LICENSES)
_LICENSE_NAMES = {"GPL-3.0-only": "GPL-3.0"}  # as the texts are filed


def license_text(license_id: str) -> str:
    """Give the full text of a licence, or a text that no one recognises."""
    name = _LICENSE_NAMES.get(license_id, license_id)
    return _LICENSE_TEXTS.get(name, "演示许可证 (a demonstration licence that nobody has heard of)\n")


def _manifest(plan: Plan) -> dict[str, str]:
    name, license_id = plan.names[0][2], plan.license_id or "Apache-2.0"
    package = f"demo-{name}"
    if plan.language in ("TypeScript", "JavaScript"):
        body = {
            "name": package,
            "version": "0.0.0",
            "license": license_id,
            "dependencies": {"demo-base": "^1.0.0", "demo-text": "~2.1.0"},
            "devDependencies": {"demo-test-runner": "^3.0.0"},
        }
        return {"package.json": json.dumps(body, indent=2) + "\n"}
    if plan.language == "Python":
        head = f'[project]\nname = "{package}"\nversion = "0.0.0"\n'
        return {"pyproject.toml": head + 'dependencies = ["demo-base>=1", "demo-text"]\n'}
    if plan.language == "Go":
        return {"go.mod": f"module demo.example/{name}\n\ngo 1.22\n\nrequire demo.example/base v1.0.0\n"}
    if plan.language == "Rust":
        text = f'[package]\nname = "{package}"\nversion = "0.1.0"\n\n[dependencies]\ndemo-base = "1"\n'
        return {"Cargo.toml": text}
    if plan.language == "ArkTS":
        return {
            "oh-package.json5": f'{{ "name": "{package}", "dependencies": {{ "@demo/base": "1.0.0" }} }}\n'
        }
    return {}


def _mailmap(staff: tuple[Person, ...]) -> str:
    lines = [
        f"{person.name} <{person.account.login}@{employer.mail_domain}> <{person.personal_mailbox}>"
        for person in staff
        if (employer := person.employers[0][1]) is not None
    ]
    return "\n".join(lines) + "\n"


def project_files(seed: int, plan: Plan) -> dict[str, bytes]:
    """List the files of the first commit, by path."""
    rng = random.Random(f"{seed}:files:{plan.number}")
    files = {"README.md": f"# {plan.names[0][2]}\n\n{description(plan)}\n", **_manifest(plan)}
    if plan.license_id is not None:
        files["LICENSE"] = license_text(plan.license_id)
    if rng.random() < 0.5:
        files["CONTRIBUTING.md"] = "# 演示：如何参与\n"
    if rng.random() < 0.35:
        files["SECURITY.md"] = "# 演示：如何报告漏洞\n"
    if rng.random() < 0.3:
        files["CODE_OF_CONDUCT.md"] = "# 演示：行为准则\n"
    if rng.random() < 0.6:
        files[".github/workflows/ci.yml"] = "name: demo\non: [push]\njobs: {}\n"
    if "package.json" in files and rng.random() < 0.6:
        files["package-lock.json"] = '{"name": "demo", "lockfileVersion": 3, "packages": {}}\n'
    if plan.hazard == "mailmap":
        files[".mailmap"] = _mailmap(plan.staff)
    return {path: text.encode() for path, text in sorted(files.items())}
