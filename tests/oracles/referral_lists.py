"""Published lists of when a transplant doctor should see an adult: one oracle per trigger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from oracles import OUTSIDE, Known, Oracle

__all__ = ["ORACLES"]

BOTH = (False, True)
RELAPSES = (Decimal(0), Decimal(1), Decimal(2))
DAYS = (Decimal(27), Decimal(28), Decimal(29), Decimal(41), Decimal(42), Decimal(43))


def only(*groups: str) -> frozenset[str]:
    return frozenset(groups)


REMISSIONS: dict[str, tuple[Any, ...]] = {
    "relapses": RELAPSES,
    "in_remission": BOTH,
    "second_remission_reached": BOTH,
}
MET, NOT_MET, OPEN = only("met"), only("not_met"), only("met", "not_met")


def truth(*, holds: bool) -> frozenset[str]:
    return MET if holds else NOT_MET


def induction_failure(k: Known) -> frozenset[str]:
    """The shared reading of the bare words, from F-22's "4 to 6 weeks"."""
    days = k["days_to_remission"]
    if days > 42:
        return MET
    return NOT_MET if days <= 28 else OPEN


def second_remission(k: Known) -> bool:
    """F-09: the number of a remission is the number of relapses and one.

    Decided: it is one that was reached, so that a second relapse does not unmake it.
    """
    return bool(k["second_remission_reached"])


def impossible_remission(k: Known) -> bool:
    if k["second_remission_reached"]:
        return bool(k["relapses"] == 0)
    return bool(k["relapses"] >= 2 or (k["relapses"] == 1 and k["in_remission"]))


# --- NMDP/ASTCT 2021: N-10 to N-19b, the list for 40 years and over ---


def nmdp(
    trigger: str,
    row: str,
    inputs: Mapping[str, tuple[Any, ...]],
    read: Callable[[Known], frozenset[str]],
) -> Oracle:
    return Oracle(
        id=f"nmdp-astct-2021 {trigger}",
        rows=f"N-03, N-10, {row}",
        inputs={"age": (Decimal(216), Decimal("479.9"), Decimal(480)), **inputs},
        answer=lambda k: only(OUTSIDE) if k["age"] < 480 else read(k),
        impossible=lambda k: "second_remission_reached" in k and impossible_remission(k),
    )


NMDP = (
    nmdp("all_patients_early", "N-12, N-13", {}, lambda _: MET),
    nmdp("hla_typing", "N-11", {}, lambda _: MET),
    nmdp(
        "induction_failure",
        "N-14, F-22",
        {"days_to_remission": DAYS, "died": (False,), "died_before_day_28": (False,)},
        induction_failure,
    ),
    nmdp(
        "mrd_after_initial_therapy",  # no number, day or assay: any that is detected
        "N-16",
        {
            "mrd_end_of_induction_marrow_detected": BOTH,
            "mrd_end_of_induction_blood_detected": BOTH,
        },
        lambda k: truth(
            holds=k["mrd_end_of_induction_marrow_detected"]
            or k["mrd_end_of_induction_blood_detected"]
        ),
    ),
    nmdp(
        "first_relapse",  # stays met after a second
        "N-19a",
        {"relapses": RELAPSES},
        lambda k: truth(holds=k["relapses"] >= 1),
    ),
    nmdp(
        "second_remission",  # "if not previously evaluated"
        "N-19b",
        REMISSIONS | {"consulted_before_second_remission": BOTH},
        lambda k: truth(holds=second_remission(k) and not k["consulted_before_second_remission"]),
    ),
)


# --- The older NMDP/ASBMT list: N-01, N-13 to N-19b, older column ---

AGES = (
    Decimal("215.9"),
    Decimal(216),
    Decimal("419.9"),
    Decimal(420),
    Decimal(426),
    Decimal("431.9"),
    Decimal(432),
)


def older(
    trigger: str,
    row: str,
    inputs: Mapping[str, tuple[Any, ...]],
    read: Callable[[Known], frozenset[str]],
) -> Oracle:
    return Oracle(
        id=f"nmdp-asbmt-older {trigger}",
        rows=f"N-01, {row}",
        inputs={"age": AGES, **inputs},
        answer=lambda k: only(OUTSIDE) if k["age"] < 216 else read(k),
        impossible=lambda k: "second_remission_reached" in k and impossible_remission(k),
    )


def over_35(read: Callable[[Known], frozenset[str]]) -> Callable[[Known], frozenset[str]]:
    """An item of the group "over 35": between the 35th and the 36th birthday "35" is either."""

    def answer(k: Known) -> frozenset[str]:
        if k["age"] <= 420:
            return NOT_MET
        found = read(k)
        return found if k["age"] >= 432 else found | NOT_MET

    return answer


def first_remission(k: Known) -> frozenset[str]:
    # Decided: a relapse follows a first remission, and what was met once stays met.
    reached = k["relapses"] > 0 or k["in_remission"]
    if not reached or k["age"] >= 432:
        return NOT_MET
    return MET if k["age"] <= 420 else OPEN


def high_count(k: Known) -> frozenset[str]:
    """Printed as above a range, 30 to 50."""
    if k["wbc"] > 50:
        return MET
    return NOT_MET if k["wbc"] <= 30 else OPEN


OLDER = (
    older(
        "first_remission_up_to_35",
        "N-13",
        {"relapses": RELAPSES, "in_remission": BOTH},
        first_remission,
    ),
    older(
        "over_35_poor_cytogenetics",
        "N-17",
        {"relapses": (Decimal(0),), "in_remission": (True,), "BCR::ABL1": BOTH, "KMT2A-r": BOTH},
        over_35(lambda k: truth(holds=k["BCR::ABL1"] or k["KMT2A-r"])),
    ),
    older(
        "over_35_high_wbc",
        "N-18",
        {
            "relapses": (Decimal(0),),
            "in_remission": (True,),
            "wbc": (
                Decimal("29.9"),
                Decimal(30),
                Decimal("30.1"),
                Decimal("49.9"),
                Decimal(50),
                Decimal("50.1"),
            ),
        },
        over_35(high_count),
    ),
    older(
        "over_35_cns_or_testicular",  # CNS leukaemia is CNS3
        "N-19",
        {
            "relapses": (Decimal(0),),
            "in_remission": (True,),
            "cns": ("CNS1", "CNS2", "CNS3"),
            "testicular": BOTH,
        },
        over_35(lambda k: truth(holds=k["cns"] == "CNS3" or k["testicular"])),
    ),
    older(
        "over_35_no_remission_4_weeks",
        "N-15",
        {
            "relapses": (Decimal(0),),
            "days_to_remission": DAYS,
            "died": (False,),
            "died_before_day_28": (False,),
        },
        over_35(lambda k: truth(holds=k["days_to_remission"] > 28)),
    ),
    older(
        "over_35_induction_failure",
        "N-14, F-22",
        {
            "relapses": (Decimal(0),),
            "days_to_remission": DAYS,
            "died": (False,),
            "died_before_day_28": (False,),
        },
        over_35(induction_failure),
    ),
    older(
        "second_remission_or_later",
        "N-19b",
        REMISSIONS,
        lambda k: truth(holds=second_remission(k)),
    ),
)


# --- NCCN adult and AYA v2.2026, workup: NC-ADL-60, no risk gate ---
# The lower bound of "AYA" was not seen, so 15 to 17 years is asked of nobody.

NCCN = tuple(
    Oracle(
        id=f"nccn-adult-workup-2026 {trigger}",
        rows="NC-ADL-60, G-40, R-02",
        inputs={
            "age": (Decimal(144), Decimal(216), Decimal(480), Decimal(840)),
            "lineage": ("B", "T"),
        },
        answer=lambda k: MET if k["age"] >= 216 else only(OUTSIDE),
    )
    for trigger in ("evaluation_at_workup", "donor_search")
)

ORACLES: tuple[Oracle, ...] = NMDP + OLDER + NCCN
