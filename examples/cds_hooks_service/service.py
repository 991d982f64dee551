"""A CDS Hooks service: the library behind two addresses.

python -m pip install all-risk fastapi uvicorn
uvicorn service:app --port 8000

It answers from what is sent along, keeps nothing and calls nobody. What a hospital adds is
its own: TLS, checking the JWT of the caller, logging without patient data.
"""

from __future__ import annotations

import json
import os
from datetime import date
from typing import Any

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from all_risk.errors import AllRiskError, InvalidDocument, Problem
from all_risk.interop import cds_hooks

DOCS = os.environ.get("ALL_RISK_DOCS", "https://docs.example.org/all-risk")
LARGEST_BODY = 20_000_000
"""In bytes; a larger body is refused before it is read to its end."""

app = FastAPI(title="all_risk CDS Hooks service")
# Records that run in a browser call from another origin.
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])


@app.get("/cds-services")
def discovery() -> dict[str, Any]:
    """Which services there are."""
    return cds_hooks.discovery()


@app.post(f"/cds-services/{cds_hooks.SERVICE}")
async def referral(request: Request) -> JSONResponse:
    """The cards for one patient."""
    try:
        asked = await _document(request)
        answer = cds_hooks.cards(asked, docs=DOCS, as_of=date.today())
    except AllRiskError as error:
        return _refused(error)
    return JSONResponse(answer)


async def _document(request: Request) -> object:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            message = f"a request has at most {LARGEST_BODY:,} bytes"
            raise InvalidDocument(Problem("$", "too_large", message))
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise InvalidDocument(Problem("$", "not_json", "the request is not JSON")) from None


def _refused(error: AllRiskError) -> JSONResponse:
    codes = {problem.code for problem in error.errors}
    status = 412 if codes == {"prefetch_missing"} else 413 if "too_large" in codes else 400
    problems = [
        {"path": problem.path, "code": problem.code, "message": problem.message}
        for problem in error.errors
    ]
    return JSONResponse({"errors": problems}, status_code=status)
