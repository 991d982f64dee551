"""CDS Hooks: cards that keep the specification, and that say no more than is known."""

from __future__ import annotations

import copy
import json
import re
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from all_risk.assessment import Assessment
from all_risk.errors import InvalidDocument, UnknownGuideline
from all_risk.evaluation import evaluate
from all_risk.guideline import Guideline, Layer
from all_risk.interop import cds_hooks
from all_risk.interop.cds_hooks import LONGEST_SUMMARY, PREFETCH, SERVICE, cards, discovery
from all_risk.interop.fhir import Reading, read_bundle
from all_risk.patient import Patient
from all_risk.published import find_guideline
from strategies import patients

EXAMPLE = Path(__file__).parents[1] / "examples/cds_hooks_service"
DOCS = "https://docs.example.org"
REQUEST: dict[str, Any] = json.loads((EXAMPLE / "request.json").read_text(encoding="utf-8"))
TODAY = date(2025, 4, 1)


def changed(*path: str, to: object) -> dict[str, Any]:
    """The example's request with something else in one place; `...` takes it away."""
    request = copy.deepcopy(REQUEST)
    owner: Any = request
    for step in path[:-1]:
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    if to is ...:
        del owner[path[-1]]
    else:
        owner[path[-1]] = to
    return request


def answered(request: object = REQUEST, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cards(request, docs=DOCS, **asked)["cards"]
    return found


def codes(request: object) -> list[tuple[str, str]]:
    with pytest.raises(InvalidDocument) as caught:
        cards(request, docs=DOCS)
    return [(problem.path, problem.code) for problem in caught.value.errors]


# What the specification asks for.


def nothing_empty(value: object, path: str = "$") -> None:
    assert value not in (None, "", [], {}), path
    if isinstance(value, dict):
        for key, inner in value.items():
            nothing_empty(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            nothing_empty(inner, f"{path}[{i}]")


def keeps_the_specification(card: dict[str, Any], docs: str = DOCS) -> None:
    """CDS Hooks 2.0, card attributes."""
    nothing_empty(card)
    assert len(card["summary"]) < 140
    assert "\n" not in card["summary"]
    assert card["indicator"] in ("info", "warning")
    assert card["source"]["label"]
    assert set(card["source"]) <= {"label", "url", "topic"}
    assert set(card["source"]["topic"]) == {"system", "code", "display"}
    UUID(card["uuid"])
    for link in card["links"]:
        assert set(link) == {"label", "url", "type"}
        assert link["type"] == "absolute"
        assert link["url"].startswith(f"{docs}/guidelines/")
    for reason in card.get("overrideReasons", ()):
        assert set(reason) == {"code", "system", "display"}
    # It informs; it suggests nothing to be ordered.
    assert not card.keys() & {"suggestions", "selectionBehavior", "systemActions"}


def never_ordered_and_never_reassured(card: dict[str, Any]) -> None:
    said = f"{card['summary']} {card['detail']}".casefold()
    assert "does not mean that no referral is needed" in said or "no referral" not in said
    assert not re.search(r"\b(must|order a|refer now|you should|do not refer|no need)\b", said)
    assert "does not order treatment" in said


def test_the_discovery_document() -> None:
    (service,) = discovery()["services"]
    assert service["hook"] == "patient-view"
    assert service["id"] == SERVICE
    assert service["description"]
    assert service["prefetch"] == dict(PREFETCH)
    for template in PREFETCH.values():
        assert re.fullmatch(
            r"[A-Z][A-Za-z]+(/|\?patient=)\{\{context\.patientId\}\}(&[a-z]+=[^&{}]+)?", template
        )
    nothing_empty(service)
    assert json.loads(json.dumps(discovery())) == discovery()


def test_the_example_has_a_card_of_what_is_met_and_one_of_what_is_open() -> None:
    met, still_open = answered(as_of=TODAY)
    for card in (met, still_open):
        keeps_the_specification(card)
        never_ordered_and_never_reassured(card)
    assert met["summary"] == (
        "Transplant consultation: 2 published criteria met: no remission by day 28 of treatment, "
        "high risk of relapse"
    )
    assert met["indicator"] == "warning"
    assert "Observation/marrow-day-29" in met["detail"]
    assert "62.4 x10^9/L" in met["detail"]
    assert met["links"][0]["url"] == f"{DOCS}/guidelines/nmdp-patient-2017/"
    assert still_open["summary"].endswith("would be decided by: number of relapses")
    assert still_open["indicator"] == "info"
    assert "overrideReasons" not in still_open


def test_the_same_request_gets_the_same_cards() -> None:
    assert answered(as_of=TODAY) == answered(as_of=TODAY)
    other = changed("hookInstance", to="00000000-0000-4000-8000-000000000000")
    assert {c["uuid"] for c in answered(other)}.isdisjoint(c["uuid"] for c in answered())


def test_every_link_leads_to_a_page_of_the_documentation() -> None:
    guideline = find_guideline("nmdp-patient-2017")
    for id_ in (guideline.id, *(each.id for each in guideline.lists)):
        assert (EXAMPLE.parents[1] / f"docs/guidelines/{id_}.md").exists()


# Any patient, any guideline: the adapter is asked with what a reading would give.


@given(patients(), st.none() | st.dates())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_answer_makes_cards_that_keep_the_specification(
    patient: Patient, as_of: date | None
) -> None:
    for card in cards_for(patient, as_of=as_of):
        keeps_the_specification(card)
        never_ordered_and_never_reassured(card)


def cards_for(
    patient: Patient,
    guideline: str | Guideline = "nmdp-patient-2017",
    as_of: date | None = None,
) -> list[dict[str, Any]]:
    answer: Assessment = evaluate(patient, guideline, as_of=as_of)
    writer = cds_hooks._Writer(
        answer=answer,
        reading=Reading(patient=patient, subject="Patient/1", condition="Condition/1"),
        request=cds_hooks._request(REQUEST),
        docs=DOCS,
    )
    return list(writer.cards())


def test_nothing_known_is_an_information_card_that_says_what_would_decide() -> None:
    (card,) = cards_for(Patient())
    assert card["indicator"] == "info"
    assert "open; would be decided by" in card["summary"]
    assert "age at diagnosis in days" in card["detail"]


def test_no_trigger_met_is_not_worded_as_no_need() -> None:
    request = changed("prefetch", "laboratory", to=None)
    patient = Patient()
    answer = evaluate(patient)
    none_met = evolve(answer, triggers=tuple(evolve(t, status="not_met") for t in answer.triggers))
    writer = cds_hooks._Writer(
        answer=none_met,
        reading=Reading(patient=patient, subject="Patient/1", condition="Condition/1"),
        request=cds_hooks._request(request),
        docs=DOCS,
    )
    (card,) = writer.cards()
    keeps_the_specification(card)
    never_ordered_and_never_reassured(card)
    assert card["indicator"] == "info"
    assert "no criterion of this guideline is met" in card["summary"]
    assert "does not mean that no referral is needed" in card["detail"]


@pytest.mark.parametrize("layer", ["consultation", "typing", "indication"])
def test_each_layer_has_its_own_card_and_no_card_is_critical(layer: Layer) -> None:
    asked = find_guideline("nmdp-patient-2017")
    first, *rest = asked.triggers
    guideline = evolve(asked, triggers=(evolve(first, layer=layer), *rest))
    answer = evaluate(read_bundle(cds_hooks._request(REQUEST).bundle).patient, guideline)
    met = [card for card in cards_for(answer_patient(), guideline) if "met" in card["summary"]]
    assert answer.triggers[0].status == "met"
    assert {card["indicator"] for card in met} <= {"info", "warning"}
    titles = [card["summary"].partition(":")[0] for card in met]
    assert len(titles) == (1 if layer == "consultation" else 2)
    if layer == "typing":
        assert met[-1]["indicator"] == "info"  # after consultation, in the order of the layers


def answer_patient() -> Patient:
    return read_bundle(cds_hooks._request(REQUEST).bundle).patient


def test_a_visit_on_record_makes_it_information() -> None:
    patient = answer_patient()
    seen = evolve(patient, treatment=evolve(patient.treatment, transplant_consultation=True))
    card = cards_for(seen)[0]
    assert card["indicator"] == "info"
    assert "on record already" in card["detail"]


def test_text_of_the_record_is_never_markup() -> None:
    hostile = "<img src=x onerror=alert(1)> [click](javascript:alert(1)) **!**"
    request = changed(
        "prefetch", "laboratory", "entry", "2", "resource", "code", to={"text": hostile}
    )
    detail = "".join(card["detail"] for card in answered(request))
    assert "onerror" in detail
    assert "<img" not in detail
    assert "](javascript" not in detail


def test_a_summary_is_cut_at_a_word() -> None:
    long = cds_hooks._cut("word " * 60)
    assert len(long) <= LONGEST_SUMMARY
    assert long.endswith("word…")
    assert cds_hooks._cut("short") == "short"


# Who gets no card.


def test_without_leukaemia_on_record_there_is_nothing_to_say() -> None:
    assert answered(changed("prefetch", "conditions", to=None)) == []
    other = copy.deepcopy(REQUEST)
    coding = other["prefetch"]["conditions"]["entry"][0]["resource"]["code"]["coding"][0]
    coding |= {"code": "44054006", "display": "Diabetes mellitus type 2"}
    assert answered(other) == []


def test_after_a_death_there_is_nothing_to_say() -> None:
    assert answered(changed("prefetch", "patient", "deceasedBoolean", to=True)) == []


def test_what_was_not_sent_is_said() -> None:
    request = changed("prefetch", "procedures", to=...)
    assert "Procedure?patient=" in answered(request)[0]["detail"].replace("\\", "")
    failed = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "x"}]}
    assert "Procedure?patient=" in answered(changed("prefetch", "procedures", to=failed))[0][
        "detail"
    ].replace("\\", "")


def test_what_was_not_understood_is_said() -> None:
    request = changed(
        "prefetch", "laboratory", "entry", "0", "resource", "valueQuantity", to={"value": 62.4}
    )
    detail = answered(request)[-1]["detail"]
    assert "Not understood" in detail
    assert "Observation/wbc" in detail


# Bad requests.


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ([], [("$", "wrong_type")]),
        (None, [("$", "wrong_type")]),
        (changed("hook", to="order-sign"), [("$.hook", "unknown_hook")]),
        (changed("hook", to=...), [("$.hook", "unknown_hook")]),
        (changed("hookInstance", to="x"), [("$.hookInstance", "not_a_uuid")]),
        (changed("hookInstance", to=5), [("$.hookInstance", "not_a_uuid")]),
        (changed("context", to=...), [("$.context", "wrong_type")]),
        (changed("context", "userId", to=...), [("$.context.userId", "context_missing")]),
        (changed("context", "patientId", to=""), [("$.context.patientId", "context_missing")]),
        (changed("prefetch", to=[]), [("$.prefetch", "wrong_type")]),
        (
            changed("prefetch", to=...),
            [
                ("$.prefetch.patient", "prefetch_missing"),
                ("$.prefetch.conditions", "prefetch_missing"),
            ],
        ),
        (changed("prefetch", "patient", to=None), [("$.prefetch.patient", "prefetch_missing")]),
        (changed("prefetch", "patient", "id", to="x"), [("$.prefetch.patient", "other_patient")]),
        (changed("prefetch", "laboratory", to=7), [("$.prefetch['laboratory']", "wrong_type")]),
    ],
)
def test_a_bad_request_is_refused_with_every_problem(
    request_: object, expected: list[tuple[str, str]]
) -> None:
    assert codes(request_) == expected


def test_two_patients_are_refused() -> None:
    second = {"resourceType": "Patient", "id": "other"}
    assert [code for _, code in codes(changed("prefetch", "procedures", to=second))] == [
        "several_patients"
    ]


def test_an_unknown_guideline_is_refused() -> None:
    with pytest.raises(UnknownGuideline):
        cards(REQUEST, docs=DOCS, guideline="nmdp")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(JSON, st.sampled_from(sorted(REQUEST) + [f"prefetch.{key}" for key in PREFETCH]))
@settings(max_examples=80, deadline=None)
def test_any_change_is_answered_or_refused(value: object, path: str) -> None:
    try:
        found = answered(changed(*path.split("."), to=value))
    except InvalidDocument:
        return
    for card in found:
        keeps_the_specification(card)


# The example service, over HTTP.


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    pytest.importorskip("fastapi", reason="the example service needs FastAPI")
    uvicorn = pytest.importorskip("uvicorn", reason="the example service needs uvicorn")
    sys.path.insert(0, str(EXAMPLE))
    try:
        from service import app  # type: ignore[import-not-found, unused-ignore]  # on the path only here
    finally:
        sys.path.remove(str(EXAMPLE))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run, daemon=True)
    running.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    yield f"http://127.0.0.1:{port}/cds-services"
    server.should_exit = True
    running.join(timeout=20)


def called(address: str, body: bytes | None = None) -> tuple[int, dict[str, Any]]:
    headers = {"Content-Type": "application/json"}
    asked = urllib.request.Request(address, data=body, headers=headers)  # noqa: S310 loopback
    try:
        with urllib.request.urlopen(asked, timeout=20) as response:  # noqa: S310 loopback
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_the_service_says_what_it_offers(address: str) -> None:
    assert called(address) == (200, discovery())


def test_the_service_answers_a_request(address: str) -> None:
    body = (EXAMPLE / "request.json").read_bytes()
    status, answer = called(f"{address}/{SERVICE}", body)
    assert status == 200
    assert [card["indicator"] for card in answer["cards"]] == ["warning", "info"]
    for card in answer["cards"]:
        keeps_the_specification(card, docs="https://docs.example.org/all-risk")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "not_json"),
        (b"[" * 100_000, 400, "not_json"),
        (b"[]", 400, "wrong_type"),
        (json.dumps(changed("prefetch", to={})).encode(), 412, "prefetch_missing"),
        (b" " * 20_000_001, 413, "too_large"),
    ],
)
def test_the_service_refuses(address: str, body: bytes, status: int, code: str) -> None:
    found, answer = called(f"{address}/{SERVICE}", body)
    assert found == status
    assert answer["errors"][0]["code"] == code
    assert set(answer["errors"][0]) == {"path", "code", "message"}
