"""Interfant-06, the international scheme of 2019 and JPLSG MLL-10, row by row.

Expectations are written from the reference rows named in each id.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from all_risk.quantities import Interval
from placing import Known, groups, placed, without

# An infant of 5 months with a KMT2A rearrangement and nothing that makes the risk high.
INFANT: Known = {"age": "5", "age_in_days": 150, "BCR::ABL1": False, "KMT2A-r": True}
INTERFANT: Known = {**INFANT, "wbc": 100, "blood_blasts_day_8": "0.5"}
BROWN: Known = {**INFANT, "wbc": 100, "mrd_end_of_consolidation_marrow_detected": False}
MLL_10: Known = {**INFANT, "cns": "CNS1"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"KMT2A-r": False, "wbc": 900}, "low", id="P06.1 low: KMT2A germline"),
        pytest.param({}, "medium", id="P06.1 medium: neither count nor response"),
        pytest.param({"wbc": "299.9"}, "medium", id="P06.1 medium: count below 300"),
        pytest.param({"wbc": 300}, "medium high", id="D15 exactly 300 is open"),
        pytest.param({"wbc": "300.1"}, "high", id="Y-10 high: count above 300"),
        pytest.param({"blood_blasts_day_8": "0.999"}, "medium", id="P06.1 medium: good response"),
        pytest.param({"blood_blasts_day_8": 1}, "high", id="Y-10 high: poor response"),
        pytest.param({"wbc": 900, "age": 6, "age_in_days": 183}, "medium", id="Y-11 six months"),
        pytest.param({"wbc": 900, "age": "5.9", "age_in_days": 180}, "high", id="D4 below six"),
        pytest.param({"wbc": 900, "age": "11.9", "age_in_days": 364}, "medium", id="D4 older"),
        pytest.param({"age_in_days": 365}, "medium", id="Y-03 day 365"),
        pytest.param({"age_in_days": 366}, "outside", id="Y-03 day 366"),
        pytest.param({"BCR::ABL1": True}, "outside", id="Y-04 BCR::ABL1"),
    ],
)
def test_interfant_06(change: Known, expected: str) -> None:
    assert placed("interfant-06", {**INTERFANT, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("change", "missing", "expected"),
    [
        pytest.param({}, "KMT2A-r", "low medium", id="P06.1 KMT2A"),
        pytest.param({"wbc": 400}, "KMT2A-r", "low high", id="P06.1 KMT2A, high count"),
        pytest.param({"wbc": 400}, "age", "medium high", id="P06.1 age"),
        pytest.param({}, "age", "medium", id="P06.1 age does not matter"),
        pytest.param({}, "wbc", "medium high", id="P06.1 count"),
        pytest.param({"blood_blasts_day_8": 2}, "wbc", "high", id="P06.1 count does not matter"),
        pytest.param({}, "blood_blasts_day_8", "medium high", id="P06.1 response"),
        pytest.param({"wbc": 400}, "blood_blasts_day_8", "high", id="P06.1 response indifferent"),
        pytest.param({}, "BCR::ABL1", "medium outside", id="Y-04 not known"),
        pytest.param({}, "age_in_days", "medium outside", id="Y-03 days"),
    ],
)
def test_interfant_06_with_an_input_missing(change: Known, missing: str, expected: str) -> None:
    known = without({**INTERFANT, **change}, missing)
    assert placed("interfant-06", known) == groups(expected)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"KMT2A-r": False, "age": 1}, "standard", id="NC-PED-51 germline, 1 month"),
        pytest.param({"age": "2.9", "wbc": 1}, "high", id="NC-PED-50 under 3 months, any count"),
        pytest.param({"age": 3, "wbc": 1}, "intermediate", id="NC-PED-50 three months"),
        pytest.param({"wbc": 300}, "high", id="NC-PED-50 five months, 300"),
        pytest.param({"wbc": 299}, "intermediate", id="NC-PED-50 five months, 299"),
        pytest.param({"wbc": 900, "age": 6}, "intermediate", id="NC-PED-50 six months, 900"),
        pytest.param({"wbc": 900, "age": 7}, "intermediate", id="NC-O5 seven months, 900"),
        pytest.param(
            {"age": 7, "mrd_end_of_consolidation_marrow_detected": True},
            "high",
            id="NC-PED-50 MRD after consolidation",
        ),
        pytest.param({"age_in_days": 366}, "outside", id="P06.3 no infant"),
    ],
)
def test_infant_international_2019(change: Known, expected: str) -> None:
    assert placed("infant-international-2019", {**BROWN, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("change", "missing", "expected"),
    [
        pytest.param({}, "KMT2A-r", "standard intermediate", id="NC-PED-51 KMT2A"),
        pytest.param({}, "age", "intermediate high", id="NC-PED-50 age"),
        pytest.param({}, "wbc", "intermediate high", id="NC-PED-50 count"),
        pytest.param({"age": 7}, "wbc", "intermediate", id="NC-PED-50 count indifferent"),
        pytest.param(
            {"wbc": 299},
            "mrd_end_of_consolidation_marrow_detected",
            "intermediate high",
            id="NC-O5 until MRD is known",
        ),
        pytest.param(
            {"wbc": 300},
            "mrd_end_of_consolidation_marrow_detected",
            "high",
            id="NC-PED-50 MRD indifferent",
        ),
    ],
)
def test_infant_international_2019_with_an_input_missing(
    change: Known, missing: str, expected: str
) -> None:
    known = without({**BROWN, **change}, missing)
    assert placed("infant-international-2019", known) == groups(expected)


def test_three_months_as_a_lab_counts_them() -> None:
    """NC-O5: 89 days old is under three months, whatever the count."""
    under_three = Interval(Decimal(2), Decimal(3), high_open=True)
    days: Known = {**BROWN, "age_in_days": 89, "age": under_three}
    assert placed("infant-international-2019", days) == {"high"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"KMT2A-r": False, "cns": "CNS3"}, "low", id="P06.5 low"),
        pytest.param({}, "high", id="P06.5 high: five months"),
        pytest.param({"age": 6}, "intermediate", id="P06.5 intermediate: six months"),
        pytest.param({"age": 6, "cns": "CNS3"}, "high", id="Y-15 high: CNS3"),
        pytest.param({"age": 6, "cns": "CNS2"}, "intermediate", id="Y-15 intermediate: CNS2"),
        pytest.param({"age_in_days": 366}, "outside", id="P06.5 no infant"),
    ],
)
def test_jplsg_mll_10(change: Known, expected: str) -> None:
    assert placed("jplsg-mll-10", {**MLL_10, **change}) == groups(expected)


@pytest.mark.parametrize(
    ("change", "missing", "expected"),
    [
        pytest.param({}, "KMT2A-r", "low high", id="P06.5 KMT2A, five months"),
        pytest.param({"age": 7}, "KMT2A-r", "low intermediate", id="P06.5 KMT2A, seven months"),
        pytest.param({}, "age", "intermediate high", id="P06.5 age"),
        pytest.param({"cns": "CNS3"}, "age", "high", id="P06.5 age indifferent"),
        pytest.param({"age": 7}, "cns", "intermediate high", id="Y-15 CNS"),
        pytest.param({}, "cns", "high", id="Y-15 CNS indifferent"),
    ],
)
def test_jplsg_mll_10_with_an_input_missing(change: Known, missing: str, expected: str) -> None:
    assert placed("jplsg-mll-10", without({**MLL_10, **change}, missing)) == groups(expected)
