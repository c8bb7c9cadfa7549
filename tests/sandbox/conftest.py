"""One served world for all tests that only read, and the published contracts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from openapi_schema_validator import OAS30Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from sandbox import Sandbox, World

CONTRACTS = Path(__file__).parent.parent / "contracts"


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(World()) as served:
        yield served


@pytest.fixture(scope="session")
def client(sandbox: Sandbox) -> Iterator[requests.Session]:
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {sandbox.token}"
        yield session


@pytest.fixture(scope="session")
def big(sandbox: Sandbox) -> str:
    """The full name of the repository with thousands of issues."""
    return sandbox.world.plans[0].full_name_at(sandbox.world.until)


class Contract:
    """GitHub's published REST description: which body fits which path and status."""

    def __init__(self) -> None:
        self.folder = CONTRACTS
        self.document = json.loads((self.folder / "github-rest-openapi-subset.json").read_text())
        resource = Resource.from_contents(self.document, default_specification=DRAFT4)
        self._registry = Registry().with_resource("urn:github", resource)
        self._validators: dict[tuple[str, int], OAS30Validator | None] = {}

    def validator(self, template: str, status: int) -> OAS30Validator | None:
        """Give the validator of an answer's body, or None where the contract has no body for it."""
        key = (template, status)
        if key not in self._validators:
            response = self.document["paths"][template]["get"]["responses"][str(status)]
            if "$ref" in response:
                response = self.document["components"]["responses"][response["$ref"].rsplit("/", 1)[-1]]
            content = response.get("content", {}).get("application/json")
            self._validators[key] = content and OAS30Validator(
                _absolute(content["schema"]),
                registry=self._registry,
                format_checker=OAS30Validator.FORMAT_CHECKER,
            )
        return self._validators[key]

    def mistakes(self, template: str, status: int, body: Any) -> list[str]:
        """List what is wrong with a body. Fitting two alternatives of a loose oneOf is no mistake."""
        validator = self.validator(template, status)
        errors = [] if validator is None else validator.iter_errors(body)
        return [
            f"{error.json_path}: {error.message[:160]}"
            for error in errors
            if not (error.validator == "oneOf" and not error.context)
        ]


def _absolute(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {
            key: f"urn:github{value}" if key == "$ref" else _absolute(value) for key, value in schema.items()
        }
    return [_absolute(item) for item in schema] if isinstance(schema, list) else schema


@pytest.fixture(scope="session")
def contract() -> Contract:
    return Contract()
