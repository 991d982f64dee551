"""What the page asks of the library: JSON text in, JSON text out.

worker.js loads this module into Pyodide. It keeps nothing between calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import all_risk
from all_risk.errors import AllRiskError, Problem
from all_risk.explain.answers import Answer, as_html, as_text
from all_risk.explain.notation import tell_fish, tell_karyotype
from all_risk.genetics import LESIONS, ideogram_svg, read_fish, read_karyotype
from all_risk.patient import FishText, KaryotypeText, Patient
from all_risk.published import all_guidelines

Request = dict[str, Any]
Reply = dict[str, Any]


def _service(reply: Callable[[Request], Reply]) -> Callable[[str], str]:
    """A function of JSON text; what is wrong with the input is part of the reply."""

    @wraps(reply)
    def serve(request: str) -> str:
        try:
            answer = reply(json.loads(request))
        except AllRiskError as error:
            answer = {"problems": _problems(error)}
        return json.dumps(answer, ensure_ascii=False, allow_nan=False)

    return serve


def _problems(error: AllRiskError, path: str = "") -> list[dict[str, str]]:
    return [
        {"path": path or each.path, "code": each.code, "message": each.message}
        for each in error.errors
    ]


def _as_of(request: Request) -> date | None:
    text = request.get("as_of")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        message = "write a date as 2025-03-01"
        raise AllRiskError(Problem("$as_of", "not_a_date", message)) from None


def _told(request: Request, answer: Answer) -> Reply:
    """An answer in the words that were asked for, or why there are none."""
    words = {"audience": request["audience"], "language": request["language"]}
    try:
        return {"html": as_html(answer, **words), "text": as_text(answer, **words)}
    except AllRiskError as error:
        return {"wordless": "; ".join(each.message for each in error.errors)}


def vocabulary() -> str:
    """What the form proposes and offers."""
    return json.dumps(
        {
            "version": all_risk.__version__,
            "lesions": [
                {"name": each.name, "words": "; ".join((each.display, *each.aliases))}
                for each in LESIONS
            ],
            "guidelines": [{"id": each.id, "title": each.title} for each in all_guidelines()],
        },
        ensure_ascii=False,
    )


@_service
def referral(request: Request) -> Reply:
    """What one referral guideline says."""
    patient = all_risk.from_json(request["document"])
    answer = all_risk.evaluate(patient, request["guideline"], as_of=_as_of(request))
    return {
        "patient": all_risk.to_dict(patient),
        "assessment": all_risk.to_dict(answer),
        "readings": list(_readings(patient)),
        **_told(request, answer),
    }


@_service
def side_by_side(request: Request) -> Reply:
    """What every guideline and scheme says."""
    patient = all_risk.from_json(request["document"])
    table = all_risk.compare(patient, as_of=_as_of(request))
    return {
        "comparison": all_risk.to_dict(table),
        "schemes": [
            {
                "id": each.scheme.id,
                "title": each.scheme.title,
                "open": each.group is None,
            }
            for each in table.classifications
        ],
        **_told(request, table),
    }


@_service
def one_scheme(request: Request) -> Reply:
    """What one scheme says, with what would settle it."""
    patient = all_risk.from_json(request["document"])
    answer = all_risk.classify(patient, request["scheme"], as_of=_as_of(request))
    return _told(request, answer)


def _readings(patient: Patient) -> Any:
    """Each karyotype and FISH string as it was read, or why it could not be."""
    for index, result in enumerate(patient.genetics):
        path = f"$.genetics[{index}]"
        try:
            if isinstance(result, KaryotypeText):
                path += ".karyotype"
                karyotype = read_karyotype(result.karyotype)
                yield {
                    "path": path,
                    "lines": list(tell_karyotype(karyotype)),
                    "warnings": karyotype.warnings,
                    "picture": ideogram_svg(karyotype),
                }
            elif isinstance(result, FishText):
                path += ".fish"
                fish = read_fish(result.fish)
                yield {"path": path, "lines": list(tell_fish(fish)), "warnings": fish.warnings}
        except AllRiskError as error:
            yield {"path": path, "problems": _problems(error, path)}
