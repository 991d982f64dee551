"""Response after induction and the terms of MRD: ELN 2024, 2021, EuroMRD, Ponte di Legno.

Expectations are written from the reference rows named in each id.
"""

from __future__ import annotations

import pytest

from all_risk import Patient, classify
from all_risk.patient import Diagnosis, Mrd, Response, Treatment
from placing import Known, groups, placed, without

MRD = "mrd_end_of_induction_marrow"
ADULT: Known = {"age": 480}
CLEARED: Known = {
    **ADULT,
    "marrow_blasts_end_of_induction": "0.02",
    "extramedullary_end_of_induction": False,
    "neutrophils_end_of_induction": 2,
    "platelets_end_of_induction": 150,
    MRD: "0.0005",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, "cr", id="RSP-CR all criteria"),
        pytest.param({"neutrophils_end_of_induction": "1.01"}, "cr", id="RSP-CR above 1"),
        pytest.param(
            {"neutrophils_end_of_induction": 1}, "cri mlfs", id="RSP-CR exactly 1 is not above 1"
        ),
        pytest.param({"neutrophils_end_of_induction": "0.99"}, "cri", id="RSP-CRi below 1"),
        pytest.param({"platelets_end_of_induction": "100.1"}, "cr", id="RSP-CR above 100"),
        pytest.param(
            {"platelets_end_of_induction": 100}, "cri mlfs", id="RSP-CR exactly 100 is not above"
        ),
        pytest.param({"platelets_end_of_induction": "99.9"}, "cri", id="RSP-CRi below 100"),
        pytest.param(
            {"neutrophils_end_of_induction": "0.4", "platelets_end_of_induction": 40},
            "cri mlfs",
            id="RSP-CRi RSP-MLFS neither count: two lines",
        ),
        pytest.param(
            {"neutrophils_end_of_induction": 1, "platelets_end_of_induction": 40},
            "cri mlfs",
            id="RSP-MLFS exactly 1 and platelets short",
        ),
        pytest.param({"marrow_blasts_end_of_induction": "0.0499"}, "cr", id="F-01 below 5 %"),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.05", MRD: "0.02"},
            "pr failure",
            id="F-04 exactly 5 %: PR or failure",
        ),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.25", MRD: "0.02"},
            "pr failure",
            id="F-04 exactly 25 %",
        ),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.2501", MRD: "0.2"},
            "failure",
            id="F-05 above 25 %",
        ),
        pytest.param(
            {"marrow_blasts_end_of_induction": "0.1"},
            "cr failure",
            id="F-04 a partial remission with MRD below 1 % counts as CR",
        ),
        pytest.param(
            {
                "marrow_blasts_end_of_induction": "0.1",
                MRD: "0.02",
                "neutrophils_end_of_induction": "0.4",
            },
            "failure",
            id="RSP-PR asks for the counts of CR",
        ),
        pytest.param({MRD: "0.0099"}, "cr", id="F-01 MRD below 1 %"),
        pytest.param({MRD: "0.01"}, "failure", id="F-05 MRD exactly 1 %"),
        pytest.param({MRD: "0.06"}, "failure", id="B-07 M1 with MRD of 6 %"),
        pytest.param(
            {"extramedullary_end_of_induction": True}, "failure", id="F-01 extramedullary disease"
        ),
        pytest.param({"neutrophils_end_of_induction": "0.4"}, "cri", id="B-08 neutrophils 0.4"),
        pytest.param({"age": "215.9"}, "outside", id="F-01 not an adult"),
        pytest.param({"age": 216}, "cr", id="F-01 18 years"),
    ],
)
def test_eln_2024_response(change: Known, expected: str) -> None:
    assert placed("eln-2024-response", {**CLEARED, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        pytest.param(MRD, "cr failure", id="F-05 MRD that is not on record is open"),
        pytest.param("neutrophils_end_of_induction", "cr cri mlfs", id="F-02 neutrophils"),
        pytest.param("platelets_end_of_induction", "cr cri mlfs", id="F-02 platelets"),
        pytest.param("extramedullary_end_of_induction", "cr failure", id="F-01 outside marrow"),
        pytest.param("marrow_blasts_end_of_induction", "cr failure", id="F-01 marrow blasts"),
    ],
)
def test_eln_2024_response_with_an_input_missing(missing: str, expected: str) -> None:
    assert placed("eln-2024-response", without(CLEARED, missing)) == groups(expected)


def test_a_recorded_remission_says_that_the_marrow_was_cleared() -> None:
    patient = Patient(
        diagnosis=Diagnosis(age="45 years"),
        mrd=(Mrd(timepoint="end_of_induction", specimen="marrow", level="0.02%"),),
        treatment=Treatment(
            responses=(
                Response(
                    timepoint="end_of_induction",
                    status="CRi",
                    neutrophils="0.4 x10^9/L",
                    platelets="150 x10^9/L",
                    extramedullary="resolved",
                ),
            )
        ),
    )
    assert classify(patient, "eln-2024-response").group == "cri"
    assert classify(patient, "ash-2021-mrd-induction").group == "failure"


def result(point: str, **parts: str | bool) -> Known:
    name = f"mrd_{point}_marrow"
    return {name if part == "level" else f"{name}_{part}": value for part, value in parts.items()}


NEGATIVE: dict[str, str | bool] = {
    "level": "0",
    "detected": False,
    "quantifiable": False,
    "sensitivity": "0.0001",
}
POINTS = [
    pytest.param(("induction", "end_of_induction"), id="induction"),
    pytest.param(("consolidation", "end_of_consolidation"), id="consolidation"),
]

# By ELN variant 1, by variant 2, by the terms of 2021, and the reading.
TERMS = ("eln-2024-mrd-1", "eln-2024-mrd-2", "ash-2021-mrd", "euromrd-reading")
RESULTS = [
    pytest.param(
        NEGATIVE,
        ("complete", "complete", "complete", "negative"),
        id="F-61 F-64 F-65 at 0.01 %",
    ),
    pytest.param(
        {**NEGATIVE, "sensitivity": "0.00001"},
        ("complete", "complete", "complete", "negative"),
        id="F-61 F-64 F-65 more sensitive",
    ),
    pytest.param(
        {**NEGATIVE, "sensitivity": "0.0005"},
        ("other", "complete uncovered", "intermediate", "negative"),
        id="F-63 F-64 insufficient sensitivity",
    ),
    pytest.param(
        {"level": "0.00005", "detected": True, "quantifiable": True},
        ("other", "persistence", "intermediate", "quantifiable"),
        id="F-63 F-64 D-10 below 0.01 %, quantifiable",
    ),
    pytest.param(
        {"level": "0.00005", "detected": True, "quantifiable": False},
        ("other", "uncovered", "intermediate", "positive_not_quantifiable"),
        id="F-63 F-64 below 0.01 %, not quantifiable",
    ),
    pytest.param(
        {"level": "0.000099", "detected": True, "quantifiable": True},
        ("other", "persistence", "intermediate", "quantifiable"),
        id="F-62 F-64 just below 0.01 %",
    ),
    pytest.param(
        {"level": "0.0001", "detected": True, "quantifiable": True},
        ("uncovered", "persistence", "failure", "quantifiable"),
        id="B-20 D-09 exactly 0.01 %",
    ),
    pytest.param(
        {"level": "0.000101", "detected": True, "quantifiable": True},
        ("failure", "persistence", "failure", "quantifiable"),
        id="F-62 F-64 just above 0.01 %",
    ),
    pytest.param(
        {"level": "0.2", "detected": True, "quantifiable": True},
        ("failure", "persistence", "failure", "quantifiable"),
        id="F-62 F-64 F-65 high",
    ),
    pytest.param(
        {"detected": True, "quantifiable": False},
        ("other", "uncovered", "intermediate failure", "positive_not_quantifiable"),
        id="F-63 F-64 positive, not quantifiable, no bound",
    ),
    pytest.param(
        {name: value for name, value in NEGATIVE.items() if name != "sensitivity"},
        ("complete other", "complete uncovered", "complete intermediate", "negative uncovered"),
        id="X-02 negative without a sensitivity",
    ),
    pytest.param(
        {"detected": True, "quantifiable": True},
        ("other failure uncovered", "persistence", "intermediate failure", "quantifiable"),
        id="F-62 the level is missing",
    ),
    pytest.param(
        {"level": "0.01", "detected": True},
        (
            "other failure",
            "persistence uncovered",
            "failure",
            "positive_not_quantifiable quantifiable",
        ),
        id="F-66 whether it is quantifiable is missing",
    ),
    pytest.param(
        {},
        (
            "complete other failure uncovered",
            "complete persistence uncovered",
            "complete intermediate failure",
            "negative positive_not_quantifiable quantifiable uncovered",
        ),
        id="F-60 nothing measured",
    ),
]


@pytest.mark.parametrize("at", POINTS)
@pytest.mark.parametrize(("parts", "expected"), RESULTS)
def test_mrd_terms(
    at: tuple[str, str], parts: dict[str, str | bool], expected: tuple[str, ...]
) -> None:
    point, timepoint = at
    known: Known = {
        **ADULT,
        "marrow_blasts_end_of_induction": "0.01",
        **result(timepoint, **parts),
    }
    found = [placed(f"{term}-{point}", known) for term in TERMS]
    assert found == [groups(each) for each in expected]


def test_terms_are_about_adults_in_remission() -> None:
    """F-60: MRD response is defined in haematological remission."""
    known: Known = {**ADULT, **result("end_of_induction", **NEGATIVE)}
    blasts = "marrow_blasts_end_of_induction"
    assert placed("ash-2021-mrd-induction", {**known, blasts: "0.05"}) == {"outside"}
    assert placed("ash-2021-mrd-induction", {**known, blasts: "0.0499"}) == {"complete"}
    assert placed("ash-2021-mrd-induction", known) == {"complete", "outside"}
    for scheme in ("ash-2021-mrd-induction", "eln-2024-mrd-1-induction"):
        assert placed(scheme, {**known, blasts: "0.01", "age": 120}) == {"outside"}


@pytest.mark.parametrize(
    ("level", "outside_marrow", "expected"),
    [
        pytest.param("0.0099", False, "remission", id="F-06 MRD below 1 %"),
        pytest.param("0.01", False, "no_remission", id="F-06 MRD exactly 1 %"),
        pytest.param("0.011", False, "no_remission", id="F-06 MRD above 1 %"),
        pytest.param("0.0099", True, "no_remission", id="GX-10 disease outside the marrow"),
        pytest.param(None, False, "remission no_remission", id="GX-10 MRD not on record"),
        pytest.param(None, True, "no_remission", id="GX-10 MRD indifferent"),
        pytest.param("0.0099", None, "remission no_remission", id="GX-10 outside not known"),
        pytest.param("0.02", None, "no_remission", id="GX-10 outside indifferent"),
    ],
)
def test_ponte_di_legno_remission(
    level: str | None, outside_marrow: bool | None, expected: str
) -> None:
    known: dict[str, str | int | bool] = {"age": 60}
    if level is not None:
        known[MRD] = level
    if outside_marrow is not None:
        known["extramedullary_end_of_induction"] = outside_marrow
    assert placed("ponte-di-legno-remission", known) == groups(expected)
    # D-07: MRD goes before morphology, whichever way that points.
    for blasts in ("0.01", "0.1"):
        also = {**known, "marrow_blasts_end_of_induction": blasts}
        assert placed("ponte-di-legno-remission", also) == groups(expected)
    assert placed("ponte-di-legno-remission", {**known, "age": 372}) == {"outside"}
