"""Two independent validators of FHIR, neither of them this library."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest

_VALIDATE = """
const {Fhir} = require('fhir');
const bundle = JSON.parse(require('fs').readFileSync(0));
const errors = [];
for (const each of [bundle, ...bundle.entry.map(entry => entry.resource)]) {
  const found = new Fhir().validate(each, {errorOnUnexpected: true});
  if (!found.valid) errors.push({resource: each.resourceType, messages: found.messages});
}
console.log(JSON.stringify(errors));
"""


@cache
def _node() -> tuple[str, dict[str, str]] | None:
    """Node with the npm package `fhir`, local or global."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        return None
    environment = dict(os.environ)
    if npm is not None and "NODE_PATH" not in environment:
        root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False)
        environment["NODE_PATH"] = root.stdout.strip()
    asked = [node, "-e", "require.resolve('fhir')"]
    found = subprocess.run(asked, env=environment, capture_output=True, check=False)
    return None if found.returncode else (node, environment)


def pydantic_errors(bundle: dict[str, Any]) -> str:
    """What `fhir.resources` finds wrong with a bundle, read as R4B."""
    models = pytest.importorskip("fhir.resources.R4B.bundle", reason="needs fhir.resources")
    try:
        read = models.Bundle.model_validate_json(json.dumps(bundle))
    except ValueError as error:
        return str(error)
    assert len(read.entry) == len(bundle["entry"])
    return ""


def node_errors(bundle: dict[str, Any]) -> list[Any]:
    """What the npm package `fhir` finds wrong with a bundle."""
    found = _node()
    if found is None:
        pytest.skip("needs node and the npm package fhir (npm install -g fhir)")
    node, environment = found
    done = subprocess.run(
        [node, "-e", _VALIDATE],
        input=json.dumps(bundle),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    errors: list[Any] = json.loads(done.stdout)
    return errors
